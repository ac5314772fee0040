using ETicket.Kernel;

namespace ETicket.Mail.Documents.Papers;

/// <summary>
/// « Guide d'utilisation » — what a family does on the portal and until when, under its structure's own name, contacts, services and limits. The page and the paper are made from it. It
/// names no family and proves nothing, so it bears no code of verification.
/// </summary>
internal sealed record UserGuide : IDocument
{
    public required string StructureName { get; init; }
    public required string StructurePlace { get; init; }
    public required string PortalAddress { get; init; }
    public string? ContactPhone { get; init; }
    public string? ContactEmail { get; init; }

    /// <summary>The Paris day its prices and limits are of.</summary>
    public required DateOnly MadeOn { get; init; }
    public required IReadOnlyList<GuideActivity> Activities { get; init; }

    DateTimeOffset IDocument.FactsOf => ParisTime.StartOf(MadeOn);
}

/// <summary>A service, where and when it is, until when its days are ticked and unticked (null: nobody decided yet), and its tickets at today's prices.</summary>
internal sealed record GuideActivity(string Name, string? Site, string? Hours, string? AddUntil, string? CancelUntil, IReadOnlyList<GuidePrice> Prices)
{
    /// <summary>One limit is said once.</summary>
    public bool OneLimit => AddUntil is not null && AddUntil == CancelUntil;
}

/// <summary>A ticket and its price, in cents.</summary>
internal sealed record GuidePrice(string Label, long Cents);
