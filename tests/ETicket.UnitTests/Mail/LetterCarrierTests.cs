using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Mail.Undelivered;
using ETicket.Web.Mailbox;

namespace ETicket.UnitTests.Mail;

public sealed class LetterCarrierTests
{
    [Fact]
    public async Task A_receipt_reaches_its_family()
    {
        await using var post = await Post.OpensAsync();

        var outcome = await post.CarriesAsync(Post.Claimed(Post.Receipt));

        Assert.IsType<Outcome.Sent>(outcome);
        var letter = Assert.Single(post.Tray.All());
        Assert.Equal("zoe@famille.example", Assert.Single(letter.Recipients));
        Assert.Equal("regie@mairie.example", letter.Sender);
        Assert.Equal("Zoë Lefèvre <zoe@famille.example>", letter.To);
        Assert.Equal("Votre quittance Q2026-000012\u00A0: 1\u202F234,50\u00A0€", letter.Subject);
        Assert.Contains("QUITTANCE N°\u00A0Q2026-000012", letter.Text);
    }

    [Fact]
    public async Task A_letter_refused_for_now_leaves_later_under_the_same_Message_ID()
    {
        var shown = new List<string>();
        var refusals = 1;
        await using var post = await Post.OpensAsync(new CatcherOptions { Mischief = line => line.StartsWith("RCPT") && refusals-- > 0 ? "451 4.7.1 plus tard" : null });
        var letter = Post.Claimed(Post.Receipt);

        var first = await post.CarriesAsync(letter);
        shown.AddRange(post.Tray.All().Select(l => l.MessageId));
        var second = await post.CarriesAsync(letter with { Attempt = 2 });

        Assert.Equal("451 4.7.1 plus tard", Assert.IsType<Outcome.Later>(Own(first)).Why);
        Assert.Empty(shown);
        Assert.IsType<Outcome.Sent>(second);
        Assert.Equal(letter.MessageId, Assert.Single(post.Tray.All()).MessageId);
    }

    [Fact]
    public async Task A_letter_whose_answer_was_lost_is_repeated_byte_for_byte_recognisable()
    {
        var losses = 1;
        await using var post = await Post.OpensAsync(new CatcherOptions { Mischief = line => line == "." && losses-- > 0 ? "" : null });
        var letter = Post.Claimed(Post.Receipt);

        Assert.IsType<Outcome.Unknown>(await post.CarriesAsync(letter));
        Assert.IsType<Outcome.Sent>(await post.CarriesAsync(letter with { Attempt = 2 }));

        Assert.Equal([letter.MessageId, letter.MessageId], post.Tray.All().Select(l => l.MessageId));
        Assert.Equal(post.Tray.All()[0].Raw, post.Tray.All()[1].Raw);
    }

    [Fact]
    public async Task A_line_cut_before_the_letter_was_given_says_nothing_of_the_letter_yet()
    {
        await using var post = await Post.OpensAsync(new CatcherOptions { Mischief = line => line == "DATA" ? "" : null });

        Assert.Null(Assert.IsType<Outcome.Doubtful>(await post.CarriesAsync(Post.Claimed(Post.Receipt))).Sign);
    }

    [Theory]
    [InlineData("550 5.1.1 inconnu", UndeliveredReason.UnknownAddress)]
    [InlineData("550 inconnu", UndeliveredReason.UnknownAddress)]
    [InlineData("553 5.1.3 adresse", UndeliveredReason.UnknownAddress)]
    [InlineData("550 5.2.1 fermée", UndeliveredReason.UnknownAddress)]
    [InlineData("556 5.1.10 null MX", UndeliveredReason.UnknownAddress)]
    [InlineData("552 5.2.2 pleine", UndeliveredReason.FullMailbox)]
    [InlineData("552 pleine", UndeliveredReason.FullMailbox)]
    [InlineData("452 4.2.2 pleine", UndeliveredReason.FullMailbox)]
    [InlineData("550 5.7.1 liste noire", UndeliveredReason.Blocked)]
    [InlineData("554 5.7.26 DMARC", UndeliveredReason.Blocked)]
    [InlineData("554 non", UndeliveredReason.Refused)]
    [InlineData("550 5.3.4 trop lourd", UndeliveredReason.Refused)]
    [InlineData("451 4.7.1 plus tard", UndeliveredReason.TooLong)]
    [InlineData("450 4.2.0 plus tard", UndeliveredReason.TooLong)]
    public async Task What_a_server_answers_is_a_reason_the_mairie_can_read(string answer, object reason)
    {
        await using var post = await Post.OpensAsync(new CatcherOptions { Mischief = line => line.StartsWith("RCPT TO:") ? answer : null });

        var outcome = Own(await post.CarriesAsync(Post.Claimed(Post.Receipt)));

        Assert.Equal(answer, outcome is Outcome.Failed failed ? failed.Why : Assert.IsType<Outcome.Later>(outcome).Why);
        Assert.Equal(reason, outcome is Outcome.Failed never ? never.Reason : Assert.IsType<Outcome.Later>(outcome).Reason);
    }

    [Theory]
    [InlineData("550 5.1.1 inconnu", "the letter's")]
    [InlineData("450 4.1.2 domaine", "the letter's")]
    [InlineData("552 5.2.2 pleine", "the letter's")]
    [InlineData("552 5.3.4 trop lourd", "the letter's")]
    [InlineData("550 5.6.7 accents", "the letter's")]
    [InlineData("550 5.7.17 a changé de mains", "the letter's")]
    [InlineData("550 5.4.5 Daily sending limit exceeded", "the sender's")]
    [InlineData("452 4.3.1 plein", "the sender's")]
    [InlineData("550 5.1.8 domaine de l’expéditeur", "the sender's")]
    [InlineData("535 5.7.13 compte fermé", "the sender's")]
    [InlineData("554 5.7.26 DMARC", "the sender's")]
    [InlineData("550 5.7.28 trop de lettres", "the sender's")]
    [InlineData("451 4.7.1 rate limit", "451 4.7.1")]
    [InlineData("554 5.7.1 account suspended", "554 5.7.1")]
    [InlineData("550 limite atteinte pour zoe@famille.example", "550 limite atteinte pour ")]
    [InlineData("550 limite atteinte (file 8F3A21) à 10:42", "550 limite atteinte (file  à ")]
    [InlineData("550 5.1.90 daily limit for message recipients", "550 5.1.90")]
    [InlineData("554 5.2.0 submission quota exceeded", "554 5.2.0")]
    public async Task A_no_that_is_not_plainly_the_letter_s_waits_for_what_others_are_answered(string answer, string whose)
    {
        await using var post = await Post.OpensAsync(new CatcherOptions { Mischief = line => line.StartsWith("RCPT TO:") ? answer : null });

        var outcome = await post.CarriesAsync(Post.Claimed(Post.Receipt));

        Assert.Equal(whose, outcome is Outcome.Doubtful doubt ? doubt.Sign ?? "the sender's" : "the letter's");
    }

    [Theory]
    [InlineData("RCPT TO:")]
    [InlineData(".")]
    public async Task A_no_for_ever_fails_the_letter(string step)
    {
        await using var post = await Post.OpensAsync(new CatcherOptions { Mischief = line => line.StartsWith(step) ? "550 5.1.1 inconnu" : null });

        var outcome = await post.CarriesAsync(Post.Claimed(Post.Receipt));

        Assert.Equal("550 5.1.1 inconnu", Assert.IsType<Outcome.Failed>(outcome).Why);
    }

    [Fact]
    public async Task Nobody_to_write_to_drops_the_letter()
    {
        await using var post = await Post.OpensAsync();

        Assert.IsType<Outcome.Dropped>(await post.CarriesAsync(Post.Claimed(Post.Receipt, "")));
    }

    [Fact]
    public async Task An_address_that_is_none_fails_before_any_word_to_the_server()
    {
        await using var post = await Post.OpensAsync();

        Assert.IsType<Outcome.Failed>(await post.CarriesAsync(Post.Claimed(Post.Receipt, "zoe@famille.example>\r\nRCPT TO:<a@b.example")));

        Assert.Empty(post.Tray.All());
    }

    [Fact]
    public async Task A_broken_template_fails_its_letter_with_the_reason()
    {
        await using var post = await Post.OpensAsync();
        var nowhere = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        var outcome = await post.CarriesAsync(Post.Claimed(Post.Receipt), post.Options with { Templates = nowhere });

        Assert.Contains("top-up-receipt.subject.txt", Assert.IsType<Outcome.Failed>(outcome).Why);
        Assert.Empty(post.Tray.All());
    }

    [Fact]
    public async Task Variables_that_miss_one_fail_the_letter()
    {
        await using var post = await Post.OpensAsync();

        var outcome = await post.CarriesAsync(Post.Claimed(Post.Receipt) with { Variables = "{}" });

        Assert.Contains("structure_name", Assert.IsType<Outcome.Failed>(outcome).Why);
    }

    [Fact]
    public async Task A_letter_nobody_knows_fails()
    {
        await using var post = await Post.OpensAsync();

        Assert.IsType<Outcome.Failed>(await post.CarriesAsync(Post.Claimed(Post.Receipt) with { Name = "Inconnue" }));
    }

    [Fact]
    public async Task E17_A_hostile_name_makes_no_recipient_and_no_header()
    {
        await using var post = await Post.OpensAsync();
        var letter = Post.Claimed(Post.Receipt with { GuardianFirstName = "Zoë\r\nBcc: tout@monde.example" }) with { FullName = "Zoë\r\nBcc: tout@monde.example" };

        Assert.IsType<Outcome.Sent>(await post.CarriesAsync(letter));

        var received = Assert.Single(post.Tray.All());
        Assert.Single(received.Recipients);
        Assert.DoesNotContain(received.Headers, header => header.Name == "Bcc");
    }

    /// <summary>What it comes to when it is the letter's own.</summary>
    private static Outcome Own(Outcome outcome) => outcome is Outcome.Doubtful doubt ? doubt.Own : outcome;

    [Fact]
    public void Waits_grow_up_to_a_day_and_end()
    {
        var waits = Enumerable.Range(1, 20).Select(BackOff.After).TakeWhile(wait => wait is not null).Select(wait => wait!.Value).ToList();

        Assert.Equal(BackOff.MostAttempts - 1, waits.Count);
        Assert.InRange(waits[0], TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5.25));
        Assert.InRange(waits[1], TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15.75));
        Assert.All(waits, wait => Assert.True(wait <= TimeSpan.FromHours(24)));
        Assert.InRange(waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait), TimeSpan.FromDays(4), TimeSpan.FromDays(6));
    }

    [Fact]
    public void The_letter_s_name_is_its_templates_name() => Assert.Equal("top-up-receipt", LetterKind.Of<TopUpReceipt>().FileStem);
}
