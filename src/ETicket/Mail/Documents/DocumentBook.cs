using System.Text.Json;
using ETicket.Mail.Documents.Papers;
using ETicket.Mail.Documents.Papers.Lists;
using ETicket.Mail.Documents.Papers.Slips;
using ETicket.Mail.Documents.Papers.States;

namespace ETicket.Mail.Documents;

/// <summary>One kind of document: its record, and the template that bears its name.</summary>
internal sealed record DocumentKind(Type Variables)
{
    public string Name => Variables.Name;

    /// <summary>« payment-receipt »: the stem of the template and of its samples.</summary>
    public string FileStem { get; } = JsonNamingPolicy.KebabCaseLower.ConvertName(Variables.Name);

    public static DocumentKind Of<TDocument>()
        where TDocument : IDocument => new(typeof(TDocument));
}

/// <summary>« Les documents » — every document ETicket can make.</summary>
internal static class DocumentBook
{
    public static readonly IReadOnlyList<DocumentKind> All =
    [
        DocumentKind.Of<PaymentReceipt>(), DocumentKind.Of<InvoicePaper>(), DocumentKind.Of<CreditNotePaper>(), DocumentKind.Of<TicketStatement>(),
        DocumentKind.Of<YearlyCertificate>(), DocumentKind.Of<ChildcareCertificate>(), DocumentKind.Of<AccessCodeLetter>(), DocumentKind.Of<UserGuide>(),
        DocumentKind.Of<TicketStatePaper>(), DocumentKind.Of<FamilyBalancePaper>(), DocumentKind.Of<DebtorsPaper>(), DocumentKind.Of<RefundStatePaper>(), DocumentKind.Of<FeesPaper>(),
        DocumentKind.Of<DormantCreditsPaper>(), DocumentKind.Of<PaperTicketAccount>(),
        DocumentKind.Of<AttendanceSheet>(), DocumentKind.Of<KitchenList>(), DocumentKind.Of<BusList>(),
        DocumentKind.Of<TakingsJournal>(), DocumentKind.Of<RemittanceStatement>(), DocumentKind.Of<ReconciliationStatement>(),
        DocumentKind.Of<ChequeRemittanceSlip>(), DocumentKind.Of<CashDepositSlip>(), DocumentKind.Of<DrawerOpening>(), DocumentKind.Of<DrawerClosing>(),
        DocumentKind.Of<HandoverRecord>(), DocumentKind.Of<VerificationRecord>(),
    ];

    /// <summary>Whether papers of that kind tell an amount; lists of children tell none. A receipt is of a kind that is no record's.</summary>
    public static bool TellsAmount(string kind) => All.FirstOrDefault(k => k.Name == kind)?.Variables.IsSubclassOf(typeof(DayList)) != true;

    public static DocumentKind? Find(string fileStem) => All.FirstOrDefault(kind => kind.FileStem == fileStem);

    /// <summary>The kind of a document made from its record.</summary>
    public static DocumentKind Of(IDocument document) => All.First(kind => kind.Variables == document.GetType());
}
