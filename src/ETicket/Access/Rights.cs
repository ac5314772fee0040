namespace ETicket.Access;

/// <summary>« Droits » — what a role may do beyond reading the pages its policy opens.</summary>
public static class Rights
{
    /// <summary>
    /// The régisseur, or the suppléant who stands in for him: the persons in charge of the régie. They alone undo a sale, say what became of a discrepancy and set the régie's
    /// number at PayFiP; everybody else looks and asks.
    /// </summary>
    public static bool RunsTheRegie(this Role role) => role is Role.Regisseur or Role.Deputy;

    /// <summary>« Pièces de la régie » — journal, état de versement: those who run it, and those who control it, on the spot or on its papers (CGCT R1617-17): the ordonnateur, the accountant.</summary>
    public static bool ReadsTheRegie(this Role role) => role.RunsTheRegie() || role is Role.Ordonnateur or Role.Accountant;
}
