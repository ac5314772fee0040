using System.Text.Json;
using ETicket.Mail.Documents.Papers;
using ETicket.Mail.Documents.Papers.Slips;

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
        DocumentKind.Of<YearlyCertificate>(), DocumentKind.Of<ChildcareCertificate>(), DocumentKind.Of<AccessCodeLetter>(),
        DocumentKind.Of<TakingsJournal>(), DocumentKind.Of<RemittanceStatement>(), DocumentKind.Of<ReconciliationStatement>(),
        DocumentKind.Of<ChequeRemittanceSlip>(), DocumentKind.Of<CashDepositSlip>(), DocumentKind.Of<DrawerOpening>(), DocumentKind.Of<DrawerClosing>(),
        DocumentKind.Of<HandoverRecord>(), DocumentKind.Of<VerificationRecord>(),
    ];

    public static DocumentKind? Find(string fileStem) => All.FirstOrDefault(kind => kind.FileStem == fileStem);

    /// <summary>The kind of a document made from its record.</summary>
    public static DocumentKind Of(IDocument document) => All.First(kind => kind.Variables == document.GetType());
}
