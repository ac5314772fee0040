namespace ETicket.Mail.Documents;

/// <summary>« Document écrit » — a file ready to be given: its title, the name a person saves it under, its bytes.</summary>
internal sealed record RenderedDocument(string Title, string FileName, byte[] Content)
{
    public const string MediaType = "application/pdf";
}

/// <summary>« Imprimeur » — makes the file of a document. The same facts and the same templates make the same bytes.</summary>
internal interface IDocumentRenderer
{
    /// <summary>Refuses with <see cref="TemplateBroken"/> a template that is wrong; never refuses a name, however written. What does not add up is refused by the document itself (<see cref="IAddsUp"/>).</summary>
    RenderedDocument Render(IDocument document);
}
