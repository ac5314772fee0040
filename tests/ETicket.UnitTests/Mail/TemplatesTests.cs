using System.Text.Json;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Mail.Templating;
using Microsoft.Extensions.Options;

namespace ETicket.UnitTests.Mail;

public sealed class TemplatesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("templates");

    public TemplatesTests()
    {
        var mail = Directory.CreateDirectory(Path.Combine(folder.FullName, "mail"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Post.RepositoryTemplates, "mail")))
            File.Copy(file, Path.Combine(mail.FullName, Path.GetFileName(file)));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private Templates Templates => new(Options.Create(new MailOptions { Templates = folder.FullName }));

    private static RenderedLetter Render(Templates templates, TopUpReceipt receipt) => templates.Render(LetterKind.Of<TopUpReceipt>(), LetterJson.Write(receipt));

    private void Edit(string file, Func<string, string> change)
    {
        var path = Path.Combine(folder.FullName, "mail", file);
        var before = File.GetLastWriteTimeUtc(path);
        File.WriteAllText(path, change(File.ReadAllText(path)));
        // Two edits inside one tick of the file system's clock would look like none.
        File.SetLastWriteTimeUtc(path, before.AddSeconds(1));
    }

    [Fact]
    public void Every_letter_of_the_book_has_templates_that_use_all_it_declares()
    {
        foreach (var kind in LetterBook.All)
            LetterTemplate.Load(new MailOptions().TemplateFolder, kind);
    }

    [Fact]
    public void A_receipt_names_who_paid_and_speaks_of_tickets_only_where_there_are_some()
    {
        var helped = Render(Templates, Post.Receipt with { PaidBy = "CCAS de Saint-Août", BringsTickets = false });
        var alone = Render(Templates, Post.Receipt);

        Assert.All(new[] { helped.Html, helped.Text }, version => Assert.Contains("Payé par CCAS de Saint-Août", version));
        Assert.All(new[] { helped.Html, helped.Text }, version => Assert.DoesNotContain("déjà dans votre carnet", version));
        Assert.All(new[] { helped.Html, helped.Text }, version => Assert.DoesNotContain("otre paiement", version));
        Assert.All(new[] { alone.Html, alone.Text }, version => Assert.Contains("déjà dans votre carnet", version));
        Assert.All(new[] { alone.Html, alone.Text }, version => Assert.DoesNotContain("Payé par", version));
    }

    [Fact]
    public void A_receipt_says_what_was_paid_in_French()
    {
        var letter = Render(Templates, Post.Receipt);

        Assert.Equal("Votre quittance Q2026-000012\u00A0: 1\u202F234,50\u00A0€", letter.Subject);
        foreach (var version in new[] { letter.Html.Replace("&nbsp;", "\u00A0"), letter.Text })
        {
            Assert.Contains("Bonjour Zoë,", version);
            Assert.Contains("21/11/2026 à 11:04", version);
            Assert.Contains("10 x [Lou] : Ticket(s) pour le service Cantine", version);
            Assert.Contains("32,00\u00A0€", version);
            Assert.Contains("1\u202F234,50\u00A0€", version);
            Assert.Contains("carte bancaire (PayFiP)", version);
            Assert.Contains("99990000000000042", version);
            Assert.Contains("Acte constitutif n°\u00A02025-034", version);
            Assert.Contains("du lundi 1er septembre 2025", version);
            Assert.Contains("TVA non applicable", version);
            Assert.Contains("https://portail.example/saint-aout", version);
        }
    }

    [Theory]
    [InlineData("PAYFIP_CB")]
    [InlineData("PAYFIP_SEPA")]
    [InlineData("CARTE_STRIPE")]
    [InlineData("PAYPAL")]
    [InlineData("ESPECES")]
    [InlineData("CHEQUE")]
    [InlineData("VIREMENT")]
    public void R173_Every_means_of_payment_has_its_words(string code)
    {
        var letter = Render(Templates, Post.Receipt with { Means = code });

        Assert.DoesNotContain(code, letter.Text + letter.Html);
    }

    [Fact]
    public void A_means_nobody_knows_breaks_the_letter()
    {
        var broken = Assert.Throws<TemplateUnreadable>(() => Render(Templates, Post.Receipt with { Means = "TROC" }));

        Assert.Contains("TROC", broken.Sentence);
        Assert.Equal(("top-up-receipt.html", LineOf("top-up-receipt.html", "{{means means}}")), (broken.File, broken.Line));
    }

    private static int LineOf(string file, string tag) => File.ReadAllText(Path.Combine(Post.RepositoryTemplates, "mail", file)).Split(tag)[0].Count(c => c == '\n') + 1;

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void Without_a_reference_no_line_speaks_of_one(string? reference)
    {
        var letter = Render(Templates, Post.Receipt with { Reference = reference });

        Assert.DoesNotContain("Référence", letter.Html);
        Assert.DoesNotContain("Référence", letter.Text);
    }

    [Theory]
    [InlineData("{{ 1+1 }}")]
    [InlineData("{{family_name}}{{> _frame}}")]
    [InlineData("{% for x in y %}")]
    [InlineData("<script>alert('a')</script> & \"Cie\"")]
    public void A_name_is_only_ever_a_name(string name)
    {
        var letter = Render(Templates, Post.Receipt with { FamilyName = name });

        Assert.Contains(name, letter.Text);
        Assert.Contains(System.Net.WebUtility.HtmlEncode(name), letter.Html);
        Assert.DoesNotContain("<script", letter.Html);
    }

    [Fact]
    public void A_line_break_in_a_value_never_breaks_the_subject()
    {
        var letter = Render(Templates, Post.Receipt with { ReceiptNumber = "Q1\r\nBcc: tout@monde.example" });

        Assert.DoesNotContain(letter.Subject, c => c is '\r' or '\n');
        Assert.StartsWith("Votre quittance Q1 Bcc: tout@monde.example", letter.Subject);
    }

    [Theory]
    [InlineData("top-up-receipt.html", "{{famly_name}}", "famly_name")]
    [InlineData("top-up-receipt.txt", "{{#if reference}}{{refrence}}{{/if}}", "refrence")]
    [InlineData("top-up-receipt.subject.txt", "{{#each lines}}{{total_cents}}{{/each}}", "total_cents")]
    [InlineData("_frame.html", "{{designation}}", "designation")]
    [InlineData("_lines.html", "{{designation}}", "designation")]
    [InlineData("top-up-receipt.html", "{{#each linse}}{{/each}}", "linse")]
    public void A_variable_the_letter_does_not_know_is_an_error(string file, string added, string variable)
    {
        Edit(file, text => text + added);

        var broken = Assert.Throws<UnknownVariable>(() => Render(Templates, Post.Receipt));

        Assert.Equal((file, variable), (broken.File, broken.What));
        Assert.Contains(variable, broken.Sentence);
    }

    [Fact]
    public void A_variable_that_no_file_uses_is_an_error()
    {
        Edit("_lines.html", text => text.Replace("{{quantity}}", ""));
        Render(Templates, Post.Receipt);
        Edit("top-up-receipt.txt", text => text.Replace("{{quantity}}", ""));

        var broken = Assert.Throws<UnusedVariable>(() => Render(Templates, Post.Receipt));

        Assert.Equal(("top-up-receipt", "lines.quantity"), (broken.File, broken.What));
    }

    [Fact]
    public void Inside_a_list_the_letter_itself_is_one_step_up()
    {
        Edit("top-up-receipt.txt", text => text.Replace("{{quantity}}", "{{quantity}} {{../family_name}} {{#if designation}}{{../regie_name}}{{/if}}"));

        var letter = Render(Templates, Post.Receipt);

        Assert.Contains("10 Lefèvre Régie cantine et transport ×", letter.Text);
    }

    [Theory]
    [InlineData("{{{family_name}}}")]
    [InlineData("{{&family_name}}")]
    [InlineData("{{> other}}")]
    [InlineData("{{#each lines}}{{> _lines}}{{/each}}")]
    [InlineData("{{lookup lines 0}}")]
    [InlineData("{{#with lines}}{{/with}}")]
    [InlineData("{{euro}}")]
    [InlineData("{{#if reference}}")]
    [InlineData("{{/if}}")]
    public void What_a_letter_may_not_do_is_an_error(string tag)
    {
        Edit("top-up-receipt.html", text => text + tag);

        Assert.Throws<ForbiddenTag>(() => Render(Templates, Post.Receipt));
    }

    [Fact]
    public void A_missing_file_is_an_error_that_names_it()
    {
        File.Delete(Path.Combine(folder.FullName, "mail", "_frame.txt"));

        Assert.Equal("_frame.txt", Assert.Throws<TemplateMissing>(() => Render(Templates, Post.Receipt)).File);
    }

    [Fact]
    public void An_edited_template_serves_the_next_letter()
    {
        var templates = Templates;
        Render(templates, Post.Receipt);

        Edit("top-up-receipt.txt", text => text.Replace("Bonjour", "Bien le bonjour"));

        Assert.Contains("Bien le bonjour Zoë", Render(templates, Post.Receipt).Text);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"structure_name\":null}")]
    [InlineData("[]")]
    public void Variables_that_are_not_the_letter_s_are_refused(string variables) =>
        Assert.Throws<JsonException>(() => Templates.Render(LetterKind.Of<TopUpReceipt>(), variables));

    [Fact]
    public void A_variable_more_which_a_node_of_the_next_version_wrote_changes_nothing_and_in_a_sample_is_refused()
    {
        var kind = LetterKind.Of<TopUpReceipt>();
        var more = LetterJson.Write(Post.Receipt).Replace("{\"structure_name\"", "{\"surprise\":1,\"structure_name\"");

        Assert.Equal(Templates.Render(kind, LetterJson.Write(Post.Receipt)), Templates.Render(kind, more));
        Assert.Throws<JsonException>(() => LetterJson.ReadMany(kind, $"{{\"un titre\": {more}}}"));
    }

    [Fact]
    public void Variables_are_stored_raw_in_snake_case()
    {
        using var stored = JsonDocument.Parse(LetterJson.Write(Post.Receipt));

        Assert.Equal("2025-09-01", stored.RootElement.GetProperty("regie_act_date").GetString());
        Assert.Equal("2026-11-21T10:04:00+00:00", stored.RootElement.GetProperty("issued_at").GetString());
        Assert.Equal(320, stored.RootElement.GetProperty("lines")[0].GetProperty("unit_cents").GetInt64());
    }
}
