namespace ETicket.Access;

/// <summary>« Droits » — what a role may do beyond reading the pages its policy opens.</summary>
public static class Rights
{
    /// <summary>
    /// The régisseur, or the suppléant who stands in for him: the persons in charge of the régie. They alone undo a sale, say what became of a discrepancy and set the régie's
    /// number at PayFiP.
    /// </summary>
    public static bool RunsTheRegie(this Role role) => role is Role.Regisseur or Role.Deputy;

    /// <summary>
    /// Those who answer for the régie or control it (CGCT R1617-17: the ordonnateur and the accountant, on papers and on the spot): they alone read its states, which name the
    /// families that owe.
    /// </summary>
    public static bool ReadsTheBooks(this Role role) => role.RunsTheRegie() || role is Role.Ordonnateur or Role.Accountant;

    /// <summary>Those who read the payments and receipts of families, which say who could not pay and who paid in their stead: whoever reads the books, and the counter, which takes the money.</summary>
    public static bool ReadsPayments(this Role role) => role.ReadsTheBooks() || role is Role.Counter;

    /// <summary>Those who ask a provider about a payment, which may capture what its payer approved: whoever takes the money, not whoever controls it.</summary>
    public static bool AsksProviders(this Role role) => role.RunsTheRegie() || role is Role.Counter;

    /// <summary>Those who keep the family files: they read what families send and answer it. Whoever controls money, or only serves meals, has nothing to do there.</summary>
    public static bool KeepsFiles(this Role role) => role.RunsTheRegie() || role is Role.Counter or Role.Administrator;

    /// <summary>Those who write down what the council decided: the counter applies the rules of absence, and sets none.</summary>
    public static bool SetsTheRules(this Role role) => role.RunsTheRegie() || role is Role.Administrator;

    /// <summary>Those who serve the day, or are asked at the counter who is expected: lists of children are for them. Whoever only controls money needs no child's name.</summary>
    public static bool ServesTheDay(this Role role) => role.RunsTheRegie() || role is Role.Agent or Role.Counter;

    /// <summary>Those who write the menus: whoever keeps the files, and the agents of the canteen.</summary>
    public static bool WritesMenus(this Role role) => role.KeepsFiles() || role is Role.Agent;
}
