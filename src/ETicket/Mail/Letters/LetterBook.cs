using System.Text.Json;

namespace ETicket.Mail.Letters;

/// <summary>One kind of letter: its name, its record, the files of its templates, and what its reader may stop.</summary>
internal sealed record LetterKind(string Name, Type Variables, LetterTopic? Topic)
{
    /// <summary>« top-up-receipt »: the stem of the template files.</summary>
    public string FileStem { get; } = JsonNamingPolicy.KebabCaseLower.ConvertName(Name);

    public static LetterKind Of<TLetter>()
        where TLetter : ILetter => new(TLetter.Name, typeof(TLetter), TLetter.Topic);
}

/// <summary>« Les lettres » — every letter ETicket can send. A name that is not here is never sent.</summary>
internal static class LetterBook
{
    public static readonly IReadOnlyList<LetterKind> All =
    [
        LetterKind.Of<TopUpReceipt>(), LetterKind.Of<PaidTwice>(), LetterKind.Of<TicketsTakenBack>(), LetterKind.Of<TicketsGivenBack>(), LetterKind.Of<AuditReport>(),
    ];

    public static LetterKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);
}
