using ETicket.Kernel;

namespace ETicket.Families.Health;

/// <summary>More letters than the field holds.</summary>
public sealed class HealthTextTooLong(HealthField where, int most) : Refusal(most)
{
    public HealthField Field => where;
}

/// <summary>Letters that command a screen or turn the reading around.</summary>
public sealed class HealthTextUnreadable(HealthField where) : Refusal()
{
    public HealthField Field => where;
}

/// <summary>The file was sent, and the mairie has not answered.</summary>
public sealed class HealthFileIsRead() : Refusal;

/// <summary>Somebody else wrote the card after it was opened here.</summary>
public sealed class HealthChangedMeanwhile() : Refusal;

/// <summary>The form came without one of its fields: what is absent is not taken for empty.</summary>
public sealed class HealthFormIncomplete() : Refusal;
