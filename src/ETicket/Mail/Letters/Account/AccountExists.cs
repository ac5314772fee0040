namespace ETicket.Mail.Letters;

/// <summary>« Vous avez déjà un compte » — to whoever asked for a new one by an address that has one: the page said the same to everybody, this letter alone says which it is.</summary>
/// <param name="SignInAddress">Where one enters.</param>
/// <param name="ResetAddress">Where a new password is asked for.</param>
internal sealed record AccountExists(string StructureName, string SignInAddress, string ResetAddress, string PortalAddress) : ILetter
{
    public static string Name => nameof(AccountExists);

    public static bool ByDay => false;
}
