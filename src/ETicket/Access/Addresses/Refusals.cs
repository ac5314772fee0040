using ETicket.Kernel;

namespace ETicket.Access.Addresses;

/// <summary>The login belongs to no adult of a file, neither by an address nor as the only one: only the mairie can say whose it is.</summary>
public sealed class NoAddressOfYours() : Refusal();

/// <summary>The new address is the present one.</summary>
public sealed class AlreadyYourAddress() : Refusal();

/// <summary>Too many letters were asked for within the hour.</summary>
public sealed class TooManyLetters() : Refusal();

/// <summary>The address is that of another adult of the file: each has their own.</summary>
public sealed class AddressOfAnother() : Refusal();
