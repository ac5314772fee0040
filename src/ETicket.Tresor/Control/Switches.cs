using System.Text.Json.Serialization;

namespace ETicket.Tresor.Control;

/// <summary>What the Trésor does to the notification address once an operation has a result.</summary>
public enum NotificationHabit
{
    /// <summary>One POST with <c>idop</c>.</summary>
    [JsonStringEnumMemberName("envoyer")] Send,

    /// <summary>Nothing: it happens, and only the sweep of the client saves the payment.</summary>
    [JsonStringEnumMemberName("aucune")] None,

    /// <summary>The same POST twice.</summary>
    [JsonStringEnumMemberName("double")] Twice,

    /// <summary>One POST whose field is spelt <c>idOp</c>, as some clients expect.</summary>
    [JsonStringEnumMemberName("idOp")] CapitalO,
}

/// <summary>What the payer's browser does once the act is done.</summary>
public enum ReturnHabit
{
    /// <summary>Sent back at once.</summary>
    [JsonStringEnumMemberName("rediriger")] Redirect,

    /// <summary>Left on the ticket, with a link the payer may never follow.</summary>
    [JsonStringEnumMemberName("rester")] Stay,
}

/// <summary>« réglages » — how the Trésor (mis)behaves. Each new misbehaviour is one more property here.</summary>
public sealed record Switches
{
    public NotificationHabit Notification { get; init; } = NotificationHabit.Send;

    public ReturnHabit Retour { get; init; } = ReturnHabit.Redirect;
}

/// <summary>The switches in force, changed as a whole while requests run.</summary>
internal sealed class SwitchBoard(Switches initial)
{
    private volatile Switches current = initial;

    public Switches Current
    {
        get => current;
        set => current = value;
    }
}
