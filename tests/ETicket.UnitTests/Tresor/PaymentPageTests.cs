using System.Net;
using ETicket.Tresor;
using ETicket.Tresor.Control;

namespace ETicket.UnitTests.Tresor;

public sealed class PaymentPageTests
{
    [Fact]
    public async Task The_page_shows_what_is_paid_to_whom_and_says_it_is_a_simulation()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync(("montant", "123456"), ("objet", "Été & <b>fête</b>"));

        var raw = await (await tresor.OpenAsync(idOp)).Content.ReadAsStringAsync();
        var html = WebUtility.HtmlDecode(raw);

        Assert.Contains("<strong>Simulation — aucun argent réel</strong>", html);
        Assert.Contains("COMMUNE DE DEMONSTRATION\nREGIE DE RECETTES\nCANTINE ET TRANSPORT SCOLAIRES", html);
        Assert.Contains("1\u202f234,56\u00a0€", html);
        Assert.Contains("CANT2026000123", html);
        Assert.Contains("value=\"zoe@example.test\"", html);
        foreach (var act in new[] { "Payer par carte", "Carte refusée", "Payer par prélèvement", "Prélèvement refusé", "Abandonner" })
            Assert.Contains($">{act}</button>", html);
        Assert.Contains("&amp; &lt;b&gt;", raw);
        Assert.DoesNotContain("<b>", raw);
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere_and_its_form_may_only_lead_back_to_the_client()
    {
        await using var tresor = await RunningTresor.StartAsync();

        var page = await tresor.OpenAsync(await tresor.CreateAsync(("urlredirect", "https://portail.example.test:8443/retour?x=1")));

        Assert.Equal(
            "default-src 'none'; style-src 'self'; img-src data:; form-action 'self' https://portail.example.test:8443; base-uri 'none'; frame-ancestors 'none'",
            page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.False(page.Headers.Contains("Set-Cookie"));
        Assert.DoesNotContain("<script", await page.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await tresor.Http.GetAsync("/tpa/simulation.css")).StatusCode);
    }

    [Fact]
    public async Task Only_the_activated_means_are_offered_and_taken()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync(("numcli", "006383"));

        var html = WebUtility.HtmlDecode(await (await tresor.OpenAsync(idOp)).Content.ReadAsStringAsync());
        var debit = await tresor.ActAsync(idOp, "prelevement");

        Assert.Contains("Payer par carte", html);
        Assert.DoesNotContain("prélèvement", html);
        Assert.Equal(HttpStatusCode.BadRequest, debit.StatusCode);
        Assert.Equal("P5", (await tresor.LookUpAsync(idOp)).Code);
    }

    [Theory]
    [InlineData("https://portail.example.test/retour", "https://portail.example.test/retour?idop=")]
    [InlineData("https://portail.example.test/retour?famille=7&x=%20", "https://portail.example.test/retour?famille=7&x=%20&idop=")]
    [InlineData("http://127.0.0.1:5000", "http://127.0.0.1:5000/?idop=")]
    [InlineData("https://école.example.test/retour", "https://xn--cole-9oa.example.test/retour?idop=")]
    public async Task The_payer_is_sent_back_with_the_operation(string urlredirect, string expected)
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync(("urlredirect", urlredirect));
        var page = await tresor.OpenAsync(idOp);

        var answer = await tresor.ActAsync(idOp, "carte");

        Assert.Contains(" " + new Uri(expected).GetLeftPart(UriPartial.Authority) + ";", page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(expected + idOp, answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_fragment_stays_at_the_end_of_the_return_address()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync(("urlredirect", "https://portail.example.test/été#bas"));
        await tresor.OpenAsync(idOp);

        var answer = await tresor.ActAsync(idOp, "abandon");

        Assert.Equal($"https://portail.example.test/%C3%A9t%C3%A9?idop={idOp}#bas", answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("4000 0000 0000 0002", "R")]
    [InlineData("4000000000000002", "R")]
    [InlineData("4978860713891312", "P")]
    [InlineData("1234 5678 9012", "P")]
    public async Task Any_card_pays_except_the_refused_one(string card, string result)
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();
        await tresor.OpenAsync(idOp);

        await tresor.ActAsync(idOp, "carte", card: card);

        Assert.Equal(result, (await tresor.LookUpAsync(idOp))["resultrans"]);
    }

    [Theory]
    [InlineData("carte", "zoe", "5017674000000002", "#mel")]
    [InlineData("prelevement", "", "", "#mel")]
    [InlineData("carte", "zoe@example.test", "12", "#carte")]
    public async Task What_the_payer_mistyped_is_told_and_may_be_corrected(string act, string mel, string card, string field)
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();
        await tresor.OpenAsync(idOp);

        var wrong = await tresor.ActAsync(idOp, act, mel, card);
        var html = await wrong.Content.ReadAsStringAsync();
        await tresor.ActAsync(idOp, act);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains($"<a href=\"{field}\">", html);
        Assert.Contains("role=\"alert\"", html);
        Assert.Matches($"<input id=\"{field[1..]}\"[^>]* aria-invalid=\"true\">", html);
        Assert.Contains((await tresor.LookUpAsync(idOp))["resultrans"], new[] { "P", "V" });
    }

    [Fact]
    public async Task Without_return_address_the_payer_reads_the_ticket()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync(("urlredirect", ""));
        await tresor.OpenAsync(idOp);

        var answer = await tresor.ActAsync(idOp, "carte", "autre@example.test");
        var ticket = WebUtility.HtmlDecode(await tresor.Http.GetStringAsync("/tpa/" + answer.Headers.Location!.OriginalString));
        var detail = await tresor.LookUpAsync(idOp);

        Assert.Contains("Paiement accepté", ticket);
        Assert.Contains(detail["numauto"]!, ticket);
        Assert.Contains("autre@example.test", ticket);
        Assert.DoesNotContain("Retour au site", ticket);
        Assert.Equal("zoe@example.test", detail["mel"]);
    }

    [Fact]
    public async Task A_payer_left_on_the_ticket_has_a_link_back()
    {
        await using var tresor = await RunningTresor.StartAsync(new TresorOptions { Switches = new Switches { Return = ReturnHabit.Stay } });
        var idOp = await tresor.CreateAsync();
        await tresor.OpenAsync(idOp);

        var answer = await tresor.ActAsync(idOp, "carte-refusee");
        var ticket = WebUtility.HtmlDecode(await tresor.Http.GetStringAsync("/tpa/" + answer.Headers.Location!.OriginalString));

        Assert.Contains("Paiement refusé", ticket);
        Assert.Contains($"href=\"https://portail.example.test/retour?famille=7&idop={idOp}\">Retour au site", ticket);
    }

    [Fact]
    public async Task A_payer_who_returns_by_a_button_posts_the_operation()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();
        await tresor.SwitchAsync("""{"retour":"bouton"}""", idOp);
        await tresor.OpenAsync(idOp);

        var answer = await tresor.ActAsync(idOp, "carte");
        var ticket = await tresor.Http.GetAsync("/tpa/" + answer.Headers.Location!.OriginalString);
        var html = WebUtility.HtmlDecode(await ticket.Content.ReadAsStringAsync());

        Assert.Contains("<form class=\"acts\" method=\"post\" action=\"https://portail.example.test/retour?famille=7\">", html);
        Assert.Contains($"<input type=\"hidden\" name=\"idop\" value=\"{idOp}\">", html);
        Assert.Contains("form-action 'self' https://portail.example.test;", ticket.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task An_act_on_a_page_never_opened_opens_it_first()
    {
        await using var tresor = await RunningTresor.StartAsync();
        var idOp = await tresor.CreateAsync();

        var answer = await tresor.ActAsync(idOp, "carte");

        Assert.Equal("paiementws.web?idop=" + idOp, answer.Headers.Location?.OriginalString);
        Assert.Equal("P5", (await tresor.LookUpAsync(idOp)).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await tresor.ActAsync("inconnu", "carte")).StatusCode);
    }
}
