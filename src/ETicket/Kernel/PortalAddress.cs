namespace ETicket.Kernel;

/// <summary>« Adresse du portail » — where people reach it: providers notify and return there, letters lead there.</summary>
public sealed class PortalAddress
{
    /// <summary>Pages letters lead to.</summary>
    public const string Planning = "/famille/planning";
    public const string Tickets = "/famille/tickets";

    public Uri Public { get; set; } = new("http://localhost:5000");

    public Uri At(string path) => new(Public, path);
}
