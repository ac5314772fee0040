using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace ETicket.Web.Display;

/// <summary>« Nouveau mot de passe, deux fois » — the two fields of a form by which a password is chosen.</summary>
internal static class NewPassword
{
    public const string Field = "nouveau";
    public const string AgainField = "encore";

    /// <summary>Written, and twice the same: the rest is judged by the rules themselves.</summary>
    public static void Judge(ModelStateDictionary state, string? chosen, string? again)
    {
        if (string.IsNullOrEmpty(chosen))
            state.AddModelError(Field, Words.Say("Password_ChosenMissing"));
        else if (!string.Equals(chosen, again, StringComparison.Ordinal))
            state.AddModelError(AgainField, Words.Say("Password_Different"));
    }
}
