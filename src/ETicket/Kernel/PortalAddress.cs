namespace ETicket.Kernel;

/// <summary>« Adresse du portail » — where people reach it: providers notify and return there, letters lead there.</summary>
public sealed class PortalAddress
{
    /// <summary>Pages letters lead to.</summary>
    public const string Planning = "/famille/planning";
    public const string Tickets = "/famille/tickets";

    /// <summary>Where a new password is asked for, and chosen (with a token at its end).</summary>
    public const string ForgottenPassword = "/mot-de-passe-oublie";
    public const string NewPassword = "/mot-de-passe/";

    /// <summary>Where a calendar program reads the days of a child.</summary>
    public const string Agenda = "/agenda/";

    /// <summary>Where a new address is confirmed (with a token at its end).</summary>
    public const string NewEmail = "/adresse/";

    /// <summary>Where an account is opened (with a structure and a token at its end).</summary>
    public const string Registration = "/inscription/";

    /// <summary>Where a second access is opened (the same).</summary>
    public const string Invitation = "/invitation/";

    public Uri Public { get; set; } = new("http://localhost:5000");

    public Uri At(string path) => new(Public, path);

    /// <summary>As a paper prints it, without the slash at its end.</summary>
    public string Written => Public.AbsoluteUri.TrimEnd('/');
}
