namespace ETicket.Mail.Documents;

/// <summary>« Document écrit » — a file ready to be given: its title, the name a person saves it under, its bytes.</summary>
internal sealed record RenderedDocument(string Title, string FileName, byte[] Content)
{
    public const string MediaType = "application/pdf";
}

/// <summary>« Imprimeur » — makes the file of a document. The same facts and the same templates make the same bytes.</summary>
internal interface IDocumentRenderer
{
    /// <summary>Refuses with <see cref="TemplateBroken"/> a template that is wrong, with <see cref="PaperDoesNotAddUp"/> sums that contradict one another; never a name, however written.</summary>
    RenderedDocument Render(IDocument document);
}
