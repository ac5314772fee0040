using System.Globalization;
using System.Resources;
using ETicket.Kernel;
using ETicket.Mail.Templating;
using HandlebarsDotNet;

namespace ETicket.Web.Mailbox;

/// <summary>The two pages of the mailbox, filled from the files beside this one; both begin with the same head.</summary>
internal static class MailboxPages
{
    private static readonly ResourceManager Files = new("ETicket.Web.Mailbox.Pages", typeof(MailboxPages).Assembly);
    private static readonly IHandlebars Handlebars = Create();
    private static readonly HandlebarsTemplate<object, object> ListPage = Compile("list");
    private static readonly HandlebarsTemplate<object, object> MessagePage = Compile("message");

    public static string List(IReadOnlyList<CaughtLetter> letters) => ListPage(new Dictionary<string, object?>
    {
        ["root"] = MailboxEndpoints.Root,
        ["letters"] = letters.Select(Row).ToList(),
    });

    public static string Message(CaughtLetter letter)
    {
        var row = Row(letter);
        row["sender"] = letter.Sender;
        row["html"] = letter.Html is not null;
        row["text"] = letter.Text ?? "";
        row["attachments"] = letter.Attachments.Select(attachment => attachment.Name).ToList();
        row["headers"] = letter.Headers.Select(header => new Dictionary<string, object?> { ["name"] = header.Name, ["value"] = header.Value }).ToList();
        return MessagePage(row);
    }

    private static Dictionary<string, object?> Row(CaughtLetter letter) => new()
    {
        ["root"] = MailboxEndpoints.Root,
        ["id"] = letter.Id.ToString(CultureInfo.InvariantCulture),
        ["received_at"] = French.Instant(letter.ReceivedAt),
        ["from"] = letter.From,
        ["to"] = letter.To,
        ["recipients"] = string.Join(", ", letter.Recipients),
        ["subject"] = letter.Subject,
    };

    private static IHandlebars Create()
    {
        var handlebars = HandlebarsDotNet.Handlebars.Create(new HandlebarsConfiguration { TextEncoder = new HtmlText(), ThrowOnUnresolvedBindingExpression = true });
        handlebars.RegisterTemplate("head", Text("head"));
        return handlebars;
    }

    private static HandlebarsTemplate<object, object> Compile(string page) => Handlebars.Compile(Text(page));

    private static string Text(string page) =>
        Files.GetString(page, CultureInfo.InvariantCulture) ?? throw new InvalidOperationException($"The page {page} is not in the program.");
}
