using System.Text.Json;

namespace ETicket.Mail.Letters;

/// <summary>One kind of letter: its name, its record, the files of its templates, what its reader may stop, and whether it leaves only between 8:00 and 20:00 Paris.</summary>
internal sealed record LetterKind(string Name, Type Variables, LetterTopic? Topic, bool ByDay)
{
    /// <summary>« top-up-receipt »: the stem of the template files.</summary>
    public string FileStem { get; } = JsonNamingPolicy.KebabCaseLower.ConvertName(Name);

    public static LetterKind Of<TLetter>()
        where TLetter : ILetter => new(TLetter.Name, typeof(TLetter), TLetter.Topic, TLetter.ByDay);
}

/// <summary>« Les lettres » — every letter ETicket can send. A name that is not here is never sent.</summary>
internal static class LetterBook
{
    public static readonly IReadOnlyDictionary<LetterStory, IReadOnlyList<LetterKind>> ByStory = new SortedDictionary<LetterStory, IReadOnlyList<LetterKind>>
    {
        [LetterStory.Account] =
        [
            LetterKind.Of<RegistrationConfirm>(), LetterKind.Of<AccountExists>(), LetterKind.Of<AccountOpened>(), LetterKind.Of<PasswordReset>(), LetterKind.Of<CredentialsChanged>(), LetterKind.Of<EmailConfirm>(), LetterKind.Of<AccessClosed>(), LetterKind.Of<SecondAccountInvitation>(),
            LetterKind.Of<SecondAccountDecided>(),
        ],
        [LetterStory.Dossier] =
        [
            LetterKind.Of<FileProcessed>(), LetterKind.Of<FileToComplete>(), LetterKind.Of<PlanningOpened>(), LetterKind.Of<DocumentMissing>(), LetterKind.Of<MessageAnswered>(),
            LetterKind.Of<GeneralInformation>(), LetterKind.Of<ChangeDecided>(), LetterKind.Of<DocumentReceived>(),
        ],
        [LetterStory.Tickets] =
        [
            LetterKind.Of<TopUpReceipt>(), LetterKind.Of<LowBalance>(), LetterKind.Of<NegativeBalance>(), LetterKind.Of<GoodwillTickets>(), LetterKind.Of<PaidTwice>(),
            LetterKind.Of<TicketsTakenBack>(), LetterKind.Of<TicketsGivenBack>(),
        ],
        [LetterStory.Invoices] = [LetterKind.Of<InvoiceAvailable>(), LetterKind.Of<InvoiceReminder>(), LetterKind.Of<DebtBeforeTitre>()],
        [LetterStory.Days] =
        [
            LetterKind.Of<BookingSummary>(), LetterKind.Of<EmptyWeek>(), LetterKind.Of<PlaceFound>(), LetterKind.Of<DaysClosed>(), LetterKind.Of<AbsenceDecided>(),
            LetterKind.Of<DiscrepancyNotice>(), LetterKind.Of<NotBoarded>(),
        ],
        [LetterStory.Staff] = [LetterKind.Of<RegisseurDigest>(), LetterKind.Of<KitchenCount>(), LetterKind.Of<AuditReport>()],
    };

    public static readonly IReadOnlyList<LetterKind> All = [.. ByStory.Values.SelectMany(kinds => kinds)];

    /// <summary>The letters that wait for the day.</summary>
    public static readonly string[] ByDay = [.. All.Where(kind => kind.ByDay).Select(kind => kind.Name)];

    /// <summary>Somebody waits in front of a page for these: they leave before the others.</summary>
    public static readonly string[] Awaited = [.. ByStory[LetterStory.Account].Select(kind => kind.Name)];

    public static LetterKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);
}
