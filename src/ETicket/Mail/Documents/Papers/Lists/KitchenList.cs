namespace ETicket.Mail.Documents.Papers.Lists;

/// <summary>
/// « Liste cuisine » — how many meals, where, and of which kind: counts only, nobody's name. Diets are named by what is in the plate, never by a belief (CNIL, délibération 2015-433).
/// </summary>
internal sealed record KitchenList : DayList
{
    /// <summary>The last Paris day told.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>Whether kinds of meals are known: where they are not, no zero says that there are none.</summary>
    public required bool TellsKinds { get; init; }
    public required IReadOnlyList<KitchenDay> ServedDays { get; init; }

    public bool IsOneDay => Day == Until;
    public int Total => ServedDays.Sum(d => d.Total);

    protected override void AddUp()
    {
        foreach (var meal in ServedDays.SelectMany(d => d.Meals))
        {
            if (!TellsKinds)
                Sums.Meet(this, meal.School ?? meal.Service, 0, meal.Pai + meal.NoPork + meal.Vegetarian + meal.Adults);
            foreach (var kind in new[] { meal.Pai, meal.NoPork, meal.Vegetarian, meal.Adults })
                Sums.StayWithin(this, meal.School ?? meal.Service, meal.Total, kind);
        }
    }
}

/// <summary>The meals of one day.</summary>
internal sealed record KitchenDay(DateOnly Day, IReadOnlyList<KitchenMeals> Meals)
{
    public int Total => Meals.Sum(m => m.Total);
    public int Pai => Meals.Sum(m => m.Pai);
    public int NoPork => Meals.Sum(m => m.NoPork);
    public int Vegetarian => Meals.Sum(m => m.Vegetarian);
    public int Adults => Meals.Sum(m => m.Adults);
}

/// <summary>Meals of one school (null where the mairie does not know it) at one service; of them, those brought under a PAI, without pork, vegetarian, of adults.</summary>
internal sealed record KitchenMeals(string? School, string Service, int Total, int Pai, int NoPork, int Vegetarian, int Adults);
