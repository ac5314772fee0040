using ETicket.Kernel;

namespace ETicket.Persistence.Bootstrap;

/// <summary>The login given to the portal could pass over the wall between structures.</summary>
public sealed class UnsafeDatabaseLogin(string login, string databaseName) : Refusal(login, databaseName)
{
    public string Login { get; } = login;
}
