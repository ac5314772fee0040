using System.Net;
using ETicket.IntegrationTests.Pages.Routes;
using ETicket.IntegrationTests.World;
using ETicket.Web.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ETicket.IntegrationTests.Pages;

/// <summary>Who may open what. A new address without a row here fails: somebody has to say whom it is for.</summary>
[Collection(nameof(PortalStories))]
public sealed class RoutesTests(PortalRunning running)
{
    public static TheoryData<string> Of(Who who) => [.. RouteTable.Rows.Where(r => r.Value == who).Select(r => "/" + Filled(r.Key))];

    [Fact]
    public async Task Every_address_of_the_portal_has_its_row()
    {
        var mapped = await MappedAsync("Development");

        Assert.Equal(RouteTable.Rows.Keys.Order(StringComparer.Ordinal), mapped);
    }

    [Fact]
    public async Task In_production_the_mailbox_has_no_address()
    {
        var mapped = await MappedAsync("Production");

        Assert.Equal(RouteTable.Rows.Where(r => r.Value is not Who.Development).Select(r => r.Key).Order(StringComparer.Ordinal), mapped);
    }

    [Theory]
    [MemberData(nameof(Of), Who.Family)]
    [MemberData(nameof(Of), Who.Staff)]
    [MemberData(nameof(Of), Who.SignedIn)]
    public async Task R1_Nobody_in_particular_is_sent_to_sign_in(string path)
    {
        using var nobody = new ParentSession(running.Portal.Address);

        using var asked = await nobody.GetAsync(path);
        using var posted = await nobody.PostWithAsync(path, null);

        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.Redirect], new[] { asked.StatusCode, posted.StatusCode });
        Assert.All(new[] { asked, posted }, answer => Assert.StartsWith("/connexion", answer.Headers.Location!.IsAbsoluteUri ? answer.Headers.Location.AbsolutePath : answer.Headers.Location.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Of), Who.Staff)]
    public async Task R25_A_parent_does_not_enter_the_mairie(string path)
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);

        using var asked = await parent.GetAsync(path);
        using var posted = await parent.PostAsync(path);

        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.Forbidden], new[] { asked.StatusCode, posted.StatusCode });
    }

    [Theory]
    [MemberData(nameof(Of), Who.Family)]
    public async Task R25_The_mairie_does_not_enter_a_family_file(string path)
    {
        var staff = await running.SessionAsync(PortalLogin.Staff);

        using var asked = await staff.GetAsync(path);
        using var posted = await staff.PostAsync(path);

        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.Forbidden], new[] { asked.StatusCode, posted.StatusCode });
    }

    [Theory]
    [MemberData(nameof(Of), Who.Family)]
    public async Task A_parent_opens_his_pages_and_finds_nothing_under_numbers_that_are_not_his(string path)
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);

        using var answer = await parent.GetAsync(path);
        var foreign = path.Contains('0', StringComparison.Ordinal) || path == "/famille/releve";
        Assert.Equal(foreign ? HttpStatusCode.NotFound : HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }

    [Theory]
    [MemberData(nameof(Of), Who.FamilyPaper)]
    [MemberData(nameof(Of), Who.StaffPaper)]
    public async Task A_paper_is_for_those_it_belongs_to_and_is_only_read(string path)
    {
        using var nobody = new ParentSession(running.Portal.Address);
        var parent = await running.SessionAsync(PortalLogin.Parent);
        var staff = await running.SessionAsync(PortalLogin.Staff);
        var (owner, stranger) = path.StartsWith("/famille", StringComparison.Ordinal) ? (parent, staff) : (staff, parent);

        using var unknown = await nobody.GetAsync(path);
        using var refused = await stranger.GetAsync(path);
        using var answered = await owner.GetAsync(path);
        using var posted = await owner.PostAsync(path);

        Assert.Equal(HttpStatusCode.Redirect, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        // Numbers that are nobody's, a year before all: only the statement, the guide and the kitchen's list have something to tell.
        Assert.Equal(path is "/famille/releve/pdf" or "/famille/guide/pdf" or "/mairie/listes/cuisine" ? HttpStatusCode.OK : HttpStatusCode.NotFound, answered.StatusCode);
        Assert.Equal("no-store", answered.Headers.CacheControl?.ToString());
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
    }

    [Theory]
    [InlineData("/famille/planning")]
    [InlineData("/famille/abonnements")]
    [InlineData("/famille/semaine-type")]
    [InlineData("/famille/tickets")]
    public async Task A_form_carries_its_token_before_its_first_button_for_those_who_tap_a_page_still_arriving(string path)
    {
        var parent = await running.SessionAsync(PortalLogin.Parent);

        var page = await parent.PageAsync(path);

        Assert.All(page.QuerySelectorAll("form[method=post]"), form => Assert.Equal(ParentSession.Token, form.QuerySelector("input, button")?.GetAttribute("name")));
    }

    /// <summary>A host like the portal's, built on the same data and never started, in one environment.</summary>
    private async Task<IReadOnlyList<string>> MappedAsync(string environment)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ApplicationName = "ETicket.Web", ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(running.Portal.Settings);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Mail:Host"] = "127.0.0.1", ["Mail:From"] = "eticket@commune.example" });
        var settings = new PortalSettings(builder.Configuration, environment == "Development");
        await using var ground = await Ground.FindAsync(builder.Configuration, new Progress<string>(), TestContext.Current.CancellationToken);
        await using var app = PortalHost.Build(builder, ground, settings);
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>();
        return [.. endpoints.Select(e => e.RoutePattern.RawText!.Trim('/')).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static string Filled(string pattern) => pattern
        .Replace("{id:guid}", Guid.Empty.ToString(), StringComparison.Ordinal).Replace("{regie:guid}", Guid.Empty.ToString(), StringComparison.Ordinal)
        .Replace("{activity:guid}", Guid.Empty.ToString(), StringComparison.Ordinal).Replace("{key:guid}", Guid.Empty.ToString(), StringComparison.Ordinal).Replace("{id:long}", "0", StringComparison.Ordinal)
        .Replace("{annee:int}", "2000", StringComparison.Ordinal).Replace("{mois:int}", "1", StringComparison.Ordinal).Replace("{name}", "payfip", StringComparison.Ordinal).Replace("{letter}", "low-balance", StringComparison.Ordinal).Replace("{genre}", "tiers", StringComparison.Ordinal).Replace("{status:int}", "404", StringComparison.Ordinal);
}
