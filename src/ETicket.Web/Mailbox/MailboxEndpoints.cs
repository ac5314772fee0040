using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace ETicket.Web.Mailbox;

/// <summary>« Boîte aux lettres » — the pages of the development mailbox. Whoever maps them shows every letter to everyone: development only.</summary>
internal static class MailboxEndpoints
{
    public const string Root = "/boite-aux-lettres";

    /// <summary>The catcher as a hosted service, and its tray.</summary>
    public static IServiceCollection AddMailbox(this IServiceCollection services, CatcherOptions options)
    {
        services.AddSingleton(provider => new LetterTray(options.Folder, provider.GetService<TimeProvider>() ?? TimeProvider.System));
        services.AddSingleton(provider => new SmtpCatcher(options, provider.GetRequiredService<LetterTray>(), provider.GetRequiredService<ILogger<SmtpCatcher>>()));
        services.AddHostedService(provider => provider.GetRequiredService<SmtpCatcher>());
        return services;
    }

    public static IEndpointConventionBuilder MapMailbox(this IEndpointRouteBuilder routes)
    {
        var mailbox = routes.MapGroup(Root);
        mailbox.MapGet("", ([FromServices] LetterTray tray, HttpContext http) => Page(http, MailboxPages.List(tray.All())));
        mailbox.MapGet("messages.json", ([FromServices] LetterTray tray) => Results.Json(tray.All().Select(MessageRow.Of)));
        mailbox.MapGet("{id:long}", ([FromServices] LetterTray tray, long id, HttpContext http) =>
            tray.Find(id) is { } letter ? Page(http, MailboxPages.Message(letter)) : Results.NotFound());
        mailbox.MapGet("{id:long}/html", ([FromServices] LetterTray tray, long id, HttpContext http) =>
            tray.Find(id)?.Html is { } html ? Sandboxed(http, html) : Results.NotFound());
        mailbox.MapGet("{id:long}/message.eml", ([FromServices] LetterTray tray, long id) =>
            tray.Find(id) is { } letter ? Results.File(letter.Raw, "message/rfc822", $"{id}.eml") : Results.NotFound());
        return mailbox;
    }

    private static IResult Page(HttpContext http, string html)
    {
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        http.Response.Headers.CacheControl = "no-store";
        return Results.Content(html, "text/html; charset=utf-8");
    }

    /// <summary>A letter is somebody else's page: no script, no form, no origin; its links open elsewhere.</summary>
    private static IResult Sandboxed(HttpContext http, string html)
    {
        http.Response.Headers.ContentSecurityPolicy = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";
        http.Response.Headers.XFrameOptions = "SAMEORIGIN";
        http.Response.Headers.CacheControl = "no-store";
        return Results.Content(html, "text/html; charset=utf-8");
    }

    /// <summary>A message as tests read it.</summary>
    private sealed record MessageRow(
        [property: JsonPropertyName("id")] long Id,
        [property: JsonPropertyName("received_at")] DateTimeOffset ReceivedAt,
        [property: JsonPropertyName("sender")] string Sender,
        [property: JsonPropertyName("recipients")] IReadOnlyList<string> Recipients,
        [property: JsonPropertyName("from")] string From,
        [property: JsonPropertyName("to")] string To,
        [property: JsonPropertyName("subject")] string Subject,
        [property: JsonPropertyName("message_id")] string MessageId,
        [property: JsonPropertyName("text")] string? Text,
        [property: JsonPropertyName("html")] string? Html,
        [property: JsonPropertyName("attachments")] IEnumerable<string> Attachments)
    {
        public static MessageRow Of(CaughtLetter letter) => new(letter.Id, letter.ReceivedAt, letter.Sender, letter.Recipients, letter.From, letter.To, letter.Subject,
            letter.MessageId, letter.Text, letter.Html, letter.Attachments.Select(attachment => attachment.Name));
    }
}
