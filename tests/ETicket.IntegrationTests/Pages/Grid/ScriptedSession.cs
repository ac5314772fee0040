using System.Net.Http.Json;
using System.Text.Json;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Grid;

/// <summary>The same session, asked as the script of the page asks.</summary>
internal static class ScriptedSession
{
    public static async Task<JsonElement> ScriptAsync(this ParentSession session, string path, string name, string value)
    {
        var token = ParentSession.TokenOf(await session.PageAsync("/deconnexion"));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Content = new FormUrlEncodedContent([new(name, value), new(ParentSession.Token, token)]),
            Headers = { { "Accept", "application/json" } },
        };
        using var answer = await session.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
