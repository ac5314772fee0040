using ETicket.Tresor.Operations;

namespace ETicket.Tresor.PaymentPage;

/// <summary>Where the payer goes back to: <c>urlredirect</c> with <c>idop</c> in lower case.</summary>
internal static class Return
{
    /// <summary>Appended with <c>&amp;</c> or <c>?</c>, before a fragment if there is one; null when the client gave no address.</summary>
    public static string? Address(Operation operation)
    {
        if (operation.Request.Urlredirect is not { } given)
            return null;
        var uri = Ascii(given);
        var separator = uri.Query.Length == 0 ? "?" : "&";
        return uri.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped) + separator + "idop=" + operation.IdOp + uri.Fragment;
    }

    /// <summary>The address as the client gave it, for a form that carries <c>idop</c> itself.</summary>
    public static string? Bare(Operation operation) => operation.Request.Urlredirect is { } given ? Ascii(given).AbsoluteUri : null;

    public static string? Origin(Operation operation) =>
        operation.Request.Urlredirect is { } given ? Ascii(given).GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : null;

    /// <summary>Headers carry ASCII only: a host with accents goes in its punycode form.</summary>
    private static Uri Ascii(string address)
    {
        var uri = new Uri(address);
        return uri.Host == uri.IdnHost ? uri : new UriBuilder(uri) { Host = uri.IdnHost }.Uri;
    }
}

/// <summary>HTTP answers of the pages: nothing cached, nothing loaded from elsewhere, forms only to here and back to the client.</summary>
internal static class Answers
{
    public static IResult Page(HttpContext context, string html, int status = StatusCodes.Status200OK, string? formOrigin = null)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        // Browsers check form-action again on the redirect that follows the post.
        headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'self'; img-src data:; form-action 'self' {formOrigin}".TrimEnd()
            + "; base-uri 'none'; frame-ancestors 'none'";
        return Results.Text(html, "text/html; charset=utf-8", statusCode: status);
    }

    /// <summary>The page, or the one that says why there is none.</summary>
    public static async Task<IResult> GuardedAsync(HttpContext context, Func<Task<IResult>> page)
    {
        try
        {
            return await page();
        }
        catch (Anomaly anomaly)
        {
            return Page(context, Pages.Refused(anomaly.Code), anomaly.Code switch
            {
                "P1" or "P5" => StatusCodes.Status404NotFound,
                "P3" => StatusCodes.Status409Conflict,
                "P4" => StatusCodes.Status410Gone,
                _ => StatusCodes.Status400BadRequest,
            });
        }
    }

    public static IResult SeeOther(string address) => new SeeOtherResult(address);

    private sealed class SeeOtherResult(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
            httpContext.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        }
    }
}
