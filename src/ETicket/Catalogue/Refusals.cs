using ETicket.Kernel;

namespace ETicket.Catalogue;

/// <summary>No tariff was voted for this ticket on that day.</summary>
public sealed class NoTariff(DateOnly day) : Refusal(day);
