using System.Net;
using AngleSharp.Html.Dom;
using ETicket.IntegrationTests.World;

namespace ETicket.IntegrationTests.Pages.Days;

/// <summary>« Recopier pour un autre enfant », without a script: seen first, then done by the click of the planning, and undone like one.</summary>
[Collection(nameof(PortalStories))]
public sealed class CopyPageTests(PortalRunning running)
{
    private const string Page = "/famille/recopier";

    [Fact]
    public async Task R104_What_would_change_is_seen_first_done_in_one_press_and_can_be_undone()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        await using var database = running.Portal.Database();
        var (julia, louis) = (await database.ChildAsync("Julia"), await database.ChildAsync("Louis"));
        var day = await database.AskAsync<DateOnly>(
            "select min(d.day) from open_day d join activity a on a.id = d.activity_id where a.name = 'Cantine' and d.add_until > eticket_now() + interval '14 days'");
        var weeks = $"semaine={day:yyyy-MM-dd}";
        var planning = await parent.PageAsync($"/famille/planning?{weeks}");
        var whole = (IHtmlButtonElement)planning.QuerySelectorAll("section.child")[0].QuerySelector("button.whole[aria-label^='Cocher toute la semaine']")!;
        using var ticked = await parent.PostAsync($"/famille/planning?{weeks}", ("voeux", whole.Value));
        var before = await HeldAsync(database, louis.Value);

        var page = await parent.PageAsync($"{Page}?de={julia}&vers={louis}&{weeks}&semaines=1");
        var copy = (IHtmlButtonElement)page.QuerySelector("button[name=voeux]")!;
        Assert.StartsWith("Recopier", copy.TextContent, StringComparison.Ordinal);
        Assert.Equal(before, await HeldAsync(database, louis.Value));
        using var copied = await parent.PostAsync(copy.Form!.GetAttribute("action")!, ("voeux", copy.Value));

        Assert.Equal(HttpStatusCode.SeeOther, copied.StatusCode);
        Assert.True(await HeldAsync(database, louis.Value) > before);
        Assert.Contains("leurs jours sont déjà les mêmes", (await parent.PageAsync($"{Page}?de={julia}&vers={louis}&{weeks}")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var undone = await parent.PostAsync($"/famille/planning?{weeks}", ("annuler", copy.Value[..32]));
        Assert.Equal(before, await HeldAsync(database, louis.Value));
        using var back = await parent.PostAsync($"/famille/planning?{weeks}", ("annuler", whole.Value[..32]));
    }

    [Fact]
    public async Task R104_Children_of_other_files_are_not_found_and_what_cannot_be_read_copies_nothing()
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);
        await using var database = running.Portal.Database();
        var (julia, lou) = (await database.ChildAsync("Julia"), await database.ChildAsync("Lou"));

        foreach (var query in new[] { $"de={julia}&vers={lou}", $"de={lou}&vers={julia}", $"de={julia}", $"de={julia}&vers=<script>", $"de={julia}&vers={new string('9', 5000)}", $"de={julia}&vers={Guid.Empty}" })
        {
            using var answer = await parent.GetAsync($"{Page}?{query}");
            Assert.Equal((query, HttpStatusCode.NotFound), (query, answer.StatusCode));
        }
        using var same = await parent.GetAsync($"{Page}?de={julia}&vers={julia}&semaine=9999-99-99&semaines=999");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, same.StatusCode);
        Assert.Equal("Choisissez deux enfants différents.", await ParentSession.RefusalAsync(same));
    }

    private static Task<long> HeldAsync(PortalDatabase database, Guid child) => database.AskAsync<long>("select count(*) from booking where child_id = $1 and state = 'Held'", child);
}
