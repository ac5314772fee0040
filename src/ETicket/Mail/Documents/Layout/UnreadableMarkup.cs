using System.Xml;

namespace ETicket.Mail.Documents.Layout;

/// <summary>What a template wrote that is not in the small language of documents: a tag, a class, an attribute, or markup that is not well formed.</summary>
/// <param name="line">Of the filled text, the first is 1; 0 where it is no line in particular.</param>
internal sealed class UnreadableMarkup(string what, int line) : FormatException(what)
{
    public UnreadableMarkup(string what, IXmlLineInfo at)
        : this(what, at.LineNumber)
    {
    }

    public int Line => line;
}
