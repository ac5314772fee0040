using System.Text;
using ETicket.Payments;
using Microsoft.Extensions.Primitives;

namespace ETicket.Web.Endpoints;

/// <summary>« Corps de l'avis » — a provider's request as it came, and what is kept of it.</summary>
internal static class NoticeBody
{
    /// <summary>What is kept of a notice nobody signed.</summary>
    private const int MostKept = 2 * 1024;

    /// <summary>The request as it came; null when it is longer than this provider's.</summary>
    public static async Task<ProviderRequest?> ReadAsync(HttpRequest request, int most, CancellationToken stop)
    {
        most -= request.QueryString.Value?.Length ?? 0;
        if (most < 0 || request.ContentLength > most)
            return null;
        using var kept = new MemoryStream();
        var block = new byte[4 * 1024];
        for (int read; (read = await request.Body.ReadAsync(block, stop)) > 0;)
        {
            if (kept.Length + read > most)
                return null;
            kept.Write(block, 0, read);
        }
        var bytes = kept.ToArray();
        var body = Encoding.UTF8.GetString(bytes).Replace("\0", "", StringComparison.Ordinal);
        var form = request.HasFormContentType ? Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(body) : [];
        return new ProviderRequest(request.Method, Flat(request.Query), Flat(form), body) { Headers = Flat(request.Headers), Bytes = bytes };
    }

    private static Dictionary<string, string> Flat(IEnumerable<KeyValuePair<string, StringValues>> pairs)
    {
        var flat = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in pairs)
            flat[key] = value.ToString();
        return flat;
    }

    /// <summary>What is stored: bytes that are no text grow when they are written as such, so it is cut where it passes the limit.</summary>
    public static string Kept(ProviderRequest request)
    {
        var content = $"{request.Method} ?{string.Join('&', request.Query.Select(q => $"{q.Key}={q.Value}"))}\n{request.Body}".Replace("\0", "", StringComparison.Ordinal);
        Encoding.UTF8.GetEncoder().Convert(content, new byte[MostKept], flush: true, out var fitting, out _, out _);
        return content[..fitting];
    }
}
