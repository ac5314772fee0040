using ETicket.Kernel;

namespace ETicket.Bulletin.Menus;

/// <summary>« Allergène » — the fourteen of regulation (EU) 1169/2011, annex II, in its order.</summary>
public enum Allergen { Gluten, Crustaceans, Eggs, Fish, Peanuts, Soya, Milk, Nuts, Celery, Mustard, Sesame, Sulphites, Lupin, Molluscs }

/// <summary>« Rang » — where a dish stands in a meal; one dish a rank.</summary>
public enum Course { Starter, Main, VegetarianMain, Side, Dairy, Dessert, Snack }

/// <summary>« Mention » — what else is said of a dish.</summary>
public enum DishMark { Organic, Local, QualityLabel, SustainableFish, HomeMade }

/// <summary>« Plat » — of one day, as families read it. No list of allergens is not an empty one: nobody has said yet.</summary>
/// <param name="Allergens">Null: not said; empty: none of the fourteen.</param>
public sealed record Dish(DateOnly Day, Course Course, string Name, IReadOnlyList<Allergen>? Allergens, IReadOnlyList<DishMark> Marks)
{
    public const int NameMost = 120;
}

/// <summary>« Plat au menu » — the row that keeps it.</summary>
public sealed class MenuDish
{
    public required StructureId StructureId { get; init; }
    public required ActivityId ActivityId { get; init; }
    public required DateOnly Day { get; init; }
    public required Course Course { get; init; }
    public required string Name { get; init; }

    /// <summary>Null: nobody has said yet.</summary>
    public string[]? Allergens { get; init; }
    public required string[] Marks { get; init; }
    public required DateTimeOffset WrittenAt { get; init; }
    public required string WrittenBy { get; init; }

    public Dish Shown() => new(Day, Course, Name, Allergens?.Select(Enum.Parse<Allergen>).ToList(), [.. Marks.Select(Enum.Parse<DishMark>)]);
}
