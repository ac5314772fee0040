using System.Text.Json.Serialization;

namespace ETicket.Tresor.Control;

/// <summary>How often the Trésor tells the notification address that an operation has a result.</summary>
public enum NotificationHabit
{
    /// <summary>Once.</summary>
    [JsonStringEnumMemberName("envoyer")] Send,

    /// <summary>Never: it happens, and only the sweep of the client saves the payment.</summary>
    [JsonStringEnumMemberName("aucune")] None,

    /// <summary>Twice, one after the other.</summary>
    [JsonStringEnumMemberName("double")] Twice,
}

/// <summary>How the notification spells the field that names the operation: both are expected by clients in production.</summary>
public enum NotificationField
{
    [JsonStringEnumMemberName("idop")] Lower,
    [JsonStringEnumMemberName("idOp")] CapitalO,
}

/// <summary>How the notification travels.</summary>
public enum NotificationCarrier
{
    [JsonStringEnumMemberName("post-formulaire")] PostForm,
    [JsonStringEnumMemberName("post-adresse")] PostQuery,
    [JsonStringEnumMemberName("get-adresse")] GetQuery,

    /// <summary>A form whose Content-Type was lost on the way.</summary>
    [JsonStringEnumMemberName("post-sans-type")] PostUntyped,
}

/// <summary>When the notification leaves, against the payer's own return.</summary>
public enum NotificationMoment
{
    /// <summary>Together: whoever is faster.</summary>
    [JsonStringEnumMemberName("ensemble")] Together,

    /// <summary>Answered, or given up, before the browser is sent back.</summary>
    [JsonStringEnumMemberName("avant")] Before,

    /// <summary>Two seconds after the browser left.</summary>
    [JsonStringEnumMemberName("apres")] After,
}

/// <summary>What the payer's browser does once the act is done.</summary>
public enum ReturnHabit
{
    /// <summary>Sent back at once, by GET.</summary>
    [JsonStringEnumMemberName("rediriger")] Redirect,

    /// <summary>Left on the ticket, with a link the payer may never follow.</summary>
    [JsonStringEnumMemberName("rester")] Stay,

    /// <summary>Left on the ticket, with a button that returns by POST.</summary>
    [JsonStringEnumMemberName("bouton")] Button,
}

/// <summary>What the web service answers. The faults do nothing of what was asked; a spoilt answer comes after the work was done.</summary>
public enum ServiceAnswer
{
    [JsonStringEnumMemberName("normale")] Honest,
    [JsonStringEnumMemberName("indisponible")] Unavailable,
    [JsonStringEnumMemberName("dysfonctionnement")] Dysfunction,
    [JsonStringEnumMemberName("P1")] Purged,
    [JsonStringEnumMemberName("P5")] NoResult,

    /// <summary>HTTP 502 with the HTML page of a proxy.</summary>
    [JsonStringEnumMemberName("page-502")] BadGateway,

    /// <summary>A tag that is never closed.</summary>
    [JsonStringEnumMemberName("malformee")] Malformed,

    /// <summary>Half of the answer, as if it were whole.</summary>
    [JsonStringEnumMemberName("tronquee")] Truncated,

    /// <summary>Half of the announced length, then the connection is cut.</summary>
    [JsonStringEnumMemberName("coupee")] Cut,

    /// <summary>The right answer under a DTD.</summary>
    [JsonStringEnumMemberName("dtd")] Dtd,

    /// <summary>An entity that reads a file of whoever trusts it.</summary>
    [JsonStringEnumMemberName("entite-externe")] ExternalEntity,

    /// <summary>Entities that grow to gigabytes.</summary>
    [JsonStringEnumMemberName("entites")] EntityBomb,

    /// <summary>Fifty megabytes.</summary>
    [JsonStringEnumMemberName("enorme")] Huge,
}

/// <summary>The calls an answer is chosen for.</summary>
public enum ServiceCalls
{
    [JsonStringEnumMemberName("tous")] All,
    [JsonStringEnumMemberName("creation")] Creation,
    [JsonStringEnumMemberName("detail")] Detail,
    [JsonStringEnumMemberName("client")] Client,
}
