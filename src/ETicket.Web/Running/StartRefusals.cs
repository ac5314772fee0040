using ETicket.Kernel;

namespace ETicket.Web.Running;

/// <summary>No PostgreSQL 15 or newer on this machine, and none could be fetched.</summary>
internal sealed class PostgresNotFound(string command) : Refusal(command);

/// <summary>The data folder was made by another major version of PostgreSQL, which is not here.</summary>
internal sealed class OtherPostgresVersion(int made, int found, string command) : Refusal(made, found, command);

/// <summary>PostgreSQL gave up while starting; its own last words are quoted.</summary>
internal sealed class ClusterWouldNotStart(string lastWords, string log) : Refusal(lastWords, log);

/// <summary>Asked to erase or fill a folder which ETicket did not make.</summary>
internal sealed class ForeignFolder(string folder) : Refusal(folder);

/// <summary>The private cluster speaks through a socket of the file system.</summary>
internal sealed class PlatformNeedsServer() : Refusal;

/// <summary>An older instance lives under another user of the machine: not ours to stop.</summary>
internal sealed class InstanceOfAnotherUser(int pid) : Refusal(pid);

/// <summary>Another program listens where ETicket should.</summary>
internal sealed class PortTaken(int port) : Refusal(port)
{
    public int Port { get; } = port;
}

/// <summary>The machine does not let this user listen there.</summary>
internal sealed class PortForbidden(int port) : Refusal(port);

/// <summary>The folder of data can be neither made nor written.</summary>
internal sealed class FolderUnusable(string folder) : Refusal(folder);

/// <summary>A setting that does not read as what it should be.</summary>
internal sealed class UnreadableSetting(string key, string value) : Refusal(key, value);

/// <summary>Production refuses to start on simulators, open doors and missing secrets; the keys are named.</summary>
internal sealed class ProductionLacks(string keys) : Refusal(keys);

/// <summary>A key of the vault is not what it should be; it is named by its setting or its file, never shown.</summary>
internal sealed class VaultKeyUnreadable(string name) : Refusal(name);

/// <summary>A database whose clock is set by hand belongs to tests and replays.</summary>
internal sealed class SettableClockInProduction() : Refusal;

/// <summary>The portal was asked to erase a database that is not its private one.</summary>
internal sealed class ResetOfConfiguredDatabase() : Refusal;

/// <summary>PostgreSQL cannot be reached, or says no; its own words are quoted.</summary>
internal sealed class DatabaseSaidNo(string said) : Refusal(said);

/// <summary>A word after the program's name is neither a verb nor a setting.</summary>
internal sealed class UnknownWord(string word) : Refusal(word);

/// <summary>The portal may not migrate, and its database is not of this version.</summary>
internal sealed class DatabaseBehind(string name) : Refusal(name);

/// <summary>The private database was made by another version of the program: it can only be begun again.</summary>
internal sealed class PrivateDatabaseOfAnotherVersion() : Refusal;

/// <summary>A database that is not our private one was made by another version of the program: whoever keeps it decides.</summary>
internal sealed class DatabaseOfAnotherVersion(string name) : Refusal(name);

/// <summary>A verb was asked to work on a database nobody has made yet.</summary>
internal sealed class DatabaseNotMade(string name) : Refusal(name);
