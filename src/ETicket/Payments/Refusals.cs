using ETicket.Kernel;

namespace ETicket.Payments;

/// <summary>No payment bears this id in this structure.</summary>
public sealed class UnknownPayment() : Refusal();

/// <summary>The payment is over: paid, refused or expired; a new one must be made.</summary>
public sealed class PaymentNotOpen() : Refusal();

/// <summary>The payment was prepared on an earlier day: prices are those of the day one pays. It alone is expired, the other payments of its basket stay what they are.</summary>
public sealed class BasketOfAnotherDay(DateOnly prepared) : Refusal(prepared);

/// <summary>The provider refused to open the operation.</summary>
public sealed class ProviderSaidNo(string label) : Refusal(label);

/// <summary>The provider did not answer: whether the operation exists is unknown.</summary>
public sealed class ProviderSilent() : Refusal();

/// <summary>Money came for the payment that is not what was asked for: until a person has looked, nobody pays it again.</summary>
public sealed class MoneyBeingLookedAt() : Refusal();

/// <summary>The same, told to the agent who would take it a second time.</summary>
public sealed class MoneyBeingLookedAtHere() : Refusal();

/// <summary>A discrepancy is closed by a sentence that says what was done.</summary>
public sealed class OutcomeMissing() : Refusal();

/// <summary>The Treasury does not know this client number, or not for this: its own words.</summary>
public sealed class ClientNumberRefused(string number, string label, string code) : Refusal(number, label, code);

/// <summary>Nobody could tell whether the client number is good.</summary>
public sealed class ClientNumberUnverified() : Refusal();

/// <summary>The account at the provider belongs to another structure, whose books its list is read for.</summary>
public sealed class AccountOfAnotherStructure(string account, string provider) : Refusal(account, provider);

/// <summary>Test payments are worth tickets where PayFiP is simulated or tried, never where families buy.</summary>
public sealed class TestModeNotAllowed() : Refusal();

/// <summary>The provider refused to open the operation; the code and label are its own.</summary>
public sealed class ProviderRefused(string code, string label) : Exception($"{code} {label}")
{
    public string Code => code;
    public string Label => label;
}

/// <summary>The provider could not be reached or did not answer in time.</summary>
public sealed class ProviderUnreachable(string why, Exception? inner = null) : Exception(why, inner);
