using System.Diagnostics;
using ETicket.Access;
using ETicket.Access.Links;
using ETicket.Access.Passwords;
using ETicket.Access.Registering;
using ETicket.Families;
using ETicket.IntegrationTests.Mail;
using ETicket.IntegrationTests.World;
using ETicket.Structures;
using Microsoft.AspNetCore.Identity;

namespace ETicket.IntegrationTests.Access.Registering;

/// <summary>A new family makes its account: found by its commune, confirmed by its mailbox; whoever has one learns it by letter alone.</summary>
public sealed class RegistrationsTests(Cluster cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R7_R8_A_new_family_confirms_its_address_and_begins_a_file_of_its_own()
    {
        var desk = await RegisteringDesk.OpenAsync(cluster);
        await using var books = desk.Books;
        await using var post = await MailDesk.OpenAsync(books);
        var before = await books.AskAsync<long>("select count(*) from family");

        await desk.AskAsync($"  {RegisteringDesk.Email} ", " Zoé ", " Nouvelle ");
        Assert.Equal(before, await books.AskAsync<long>("select count(*) from family"));
        await Assert.ThrowsAsync<WrongIdentifiers>(() => desk.SignIn.EnterAsync(RegisteringDesk.Email, RegisteringDesk.Password, "192.0.2.1", Stop));
        var token = await desk.TokenAsync();
        await post.DeliversAsync();
        Assert.Equal([RegisteringDesk.Email], Assert.Single(post.Tray.All()).Recipients);
        Assert.Equal(RegisteringDesk.Email, await desk.Registrations.FindAsync(desk.Town.Structure, token, Stop));

        await desk.Accounts.OpenAsync(desk.Town.Structure, token, Stop);

        var opened = Assert.Single(await desk.SignIn.EnterAsync(RegisteringDesk.Email.ToUpperInvariant(), RegisteringDesk.Password, "192.0.2.1", Stop));
        Assert.Equal((Role.Parent, "Nouvelle"), (opened.Role, opened.DisplayName));
        Assert.Equal(
            $"{FileState.ToSend} Zoé Nouvelle {RegisteringDesk.Email}",
            await books.AskAsync<string>("select f.file_state || ' ' || g.first_name || ' ' || g.last_name || ' ' || g.email from family f join guardian g on g.structure_id = f.structure_id and g.family_id = f.id where f.id = $1", opened.Family!.Value.Value));
        Assert.Empty(await desk.Agreements.OwedAsync(desk.Town.Structure, opened.LoginId, Stop));
        Assert.Equal(1, await desk.LettersAsync("AccountOpened"));
        await Assert.ThrowsAsync<LinkOver>(() => desk.Accounts.OpenAsync(desk.Town.Structure, token, Stop));
        Assert.Null(await desk.Registrations.FindAsync(desk.Town.Structure, token, Stop));
        Assert.Equal("", await books.AskAsync<string>("select variables ->> 'confirm_address' from outbox_letter where name = 'RegistrationConfirm'"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R8_A_code_or_a_postal_code_finds_the_structures_whose_door_is_open_and_nothing_else_does()
    {
        var desk = await RegisteringDesk.OpenAsync(cluster);
        await using var books = desk.Books;

        foreach (var typed in new[] { "33220", " jzs3ka ", "JZS3KA" })
            Assert.Equal(desk.Town.Structure, Assert.Single(await desk.Finder.FindAsync(typed, Stop)).Id);
        foreach (var typed in new[] { "", "3322", "33221", "JZS3K", "%", "_______", "' or ''='", new string('3', 100_000) })
            Assert.Empty(await desk.Finder.FindAsync(typed, Stop));
        await desk.OpensAsync("JZS3KA", open: false);
        Assert.Empty(await desk.Finder.FindAsync("33220", Stop));
        await Assert.ThrowsAsync<RegistrationClosed>(() => desk.AskAsync());
    }

    [Fact]
    public async Task R13_G10_Whoever_is_known_is_told_in_the_letter_alone_after_the_same_time_and_no_second_file_is_made()
    {
        var desk = await RegisteringDesk.OpenAsync(cluster);
        await using var books = desk.Books;
        var martin = await desk.Town.OpensAFile("Martin", email: "camille@famille.example");
        await new Logins(books.Database, new PasswordHasher<Login>()).CreateAsync("camille", "camille@famille.example", RegisteringDesk.Password, [(desk.Town.Structure, Role.Parent, martin.Id)], Stop);
        await desk.AskAsync("chauffe@famille.example");

        var (known, unknown) = (new List<double>(), new List<double>());
        for (var i = 0; i < 5; i++)
        {
            known.Add(await TookAsync(desk, " CAMILLE@famille.example"));
            unknown.Add(await TookAsync(desk, $"personne{i}@famille.example"));
        }

        // The quickest of each: a busy machine only makes them longer.
        Assert.InRange(known.Min() - unknown.Min(), -80, 80);
        Assert.All(known.Concat(unknown), took => Assert.True(took >= ForgottenPasswords.Beat.TotalMilliseconds - 2, $"{took} ms"));
        // Three letters an hour, whoever asks.
        Assert.Equal((3L, 6L), (await desk.LettersAsync("AccountExists"), await desk.LettersAsync("RegistrationConfirm")));
        Assert.Equal(1L, await books.AskAsync<long>("select count(*) from family"));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R3_An_address_of_a_file_the_mairie_made_opens_that_file_and_no_second_one()
    {
        var desk = await RegisteringDesk.OpenAsync(cluster);
        await using var books = desk.Books;
        var martin = await desk.Town.OpensAFile("Martin", email: RegisteringDesk.Email);
        await desk.AskAsync(RegisteringDesk.Email.ToUpperInvariant());

        await desk.Accounts.OpenAsync(desk.Town.Structure, await desk.TokenAsync(), Stop);

        Assert.Equal(martin.Id, Assert.Single(await desk.SignIn.EnterAsync(RegisteringDesk.Email, RegisteringDesk.Password, "192.0.2.1", Stop)).Family);
        Assert.Equal(1L, await books.AskAsync<long>("select count(*) from family"));
        await books.ShouldBeHealthyAsync();
    }

    [Theory]
    [InlineData("kind = 'Trusted', receives_letters = false")]
    [InlineData("left_at = now(), receives_letters = false")]
    public async Task R15_A_nanny_and_an_adult_taken_out_of_a_file_open_nothing_of_it(string became)
    {
        var desk = await RegisteringDesk.OpenAsync(cluster);
        await using var books = desk.Books;
        var martin = await desk.Town.OpensAFile("Martin", email: "camille@famille.example");
        await martin.JoinedBy("Noa", RegisteringDesk.Email);
        await FactorDesk.ReadOwnAsync(books.Owner, $"update guardian set {became} where email = '{RegisteringDesk.Email}' returning first_name");
        await desk.AskAsync();

        await desk.Accounts.OpenAsync(desk.Town.Structure, await desk.TokenAsync(), Stop);

        Assert.NotEqual(martin.Id, Assert.Single(await desk.SignIn.EnterAsync(RegisteringDesk.Email, RegisteringDesk.Password, "192.0.2.1", Stop)).Family);
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R14_A_file_somebody_enters_is_opened_to_its_other_adult_by_the_mairie_alone()
    {
        var desk = await RegisteringDesk.OpenAsync(cluster);
        await using var books = desk.Books;
        var martin = await desk.Town.OpensAFile("Martin", email: "camille@famille.example");
        await martin.JoinedBy("Alix", "alix@famille.example");
        await desk.AskAsync("camille@famille.example");
        var first = await desk.TokenAsync();
        await desk.AskAsync("alix@famille.example");
        var second = await desk.TokenAsync();
        await desk.Accounts.OpenAsync(desk.Town.Structure, first, Stop);
        var before = await desk.WrittenAsync();

        Assert.Equal(AccountOpening.Asked, await desk.Accounts.OpenAsync(desk.Town.Structure, second, Stop));

        // Neither login, access nor letter: a request, for the adult whose address the link proved.
        Assert.Equal(before, await desk.WrittenAsync());
        Assert.Equal("Alix alix@famille.example Pending", await FactorDesk.ReadOwnAsync(books.Owner, "select g.first_name || ' ' || a.email || ' ' || a.state from second_account a join guardian g on g.structure_id = a.structure_id and g.id = a.guardian_id where a.asked_by is null"));
        await Assert.ThrowsAsync<WrongIdentifiers>(() => desk.SignIn.EnterAsync("alix@famille.example", RegisteringDesk.Password, "192.0.2.1", Stop));
        await books.ShouldBeHealthyAsync();
    }

    [Fact]
    public async Task R7_Of_two_links_the_older_is_void_none_opens_after_a_day_and_of_four_who_follow_one_one_does()
    {
        var desk = await RegisteringDesk.OpenAsync(cluster);
        await using var books = desk.Books;
        await desk.AskAsync();
        var older = await desk.TokenAsync();
        await desk.AskAsync();
        var newer = await desk.TokenAsync();
        Assert.Null(await desk.Registrations.FindAsync(desk.Town.Structure, older, Stop));
        await books.Clock.SetAsync(books.Clock.GetUtcNow() + Registrations.Life);
        await Assert.ThrowsAsync<LinkOver>(() => desk.Accounts.OpenAsync(desk.Town.Structure, newer, Stop));

        await desk.AskAsync();
        var last = await desk.TokenAsync();
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await desk.Accounts.OpenAsync(desk.Town.Structure, last, Stop);
                return true;
            }
            catch (LinkOver)
            {
                return false;
            }
        }));

        Assert.Single(opened, won => won);
        Assert.Equal(1L, await books.AskAsync<long>("select count(*) from family"));
        await Assert.ThrowsAsync<LinkOver>(() => desk.Accounts.OpenAsync(ETicket.Kernel.StructureId.New(), last, Stop));
    }

    [Fact]
    public async Task R9_R11_What_is_no_name_no_address_no_password_and_a_text_left_out_are_refused_and_nothing_is_written()
    {
        var desk = await RegisteringDesk.OpenAsync(cluster);
        await using var books = desk.Books;
        var before = await desk.WrittenAsync();
        var texts = await desk.TextsAsync();

        foreach (var wrong in new[] { "", "  ", "a\0b", "Zoé\r\nBcc: x", new string('z', 101), new string('z', 100_000) })
        {
            await Assert.ThrowsAsync<FirstNameUnreadable>(() => desk.AskAsync(first: wrong));
            await Assert.ThrowsAsync<LastNameUnreadable>(() => desk.AskAsync(last: wrong));
        }
        foreach (var wrong in new[] { "", "zoe", "a@b@c", "z@famille.example\r\nBcc: x@y.example", new string('a', 100_000) + "@famille.example" })
            await Assert.ThrowsAsync<NotAnAddress>(() => desk.AskAsync(wrong));
        await Assert.ThrowsAsync<PasswordTooShort>(() => desk.AskAsync(password: "trop court"));
        await Assert.ThrowsAsync<PasswordOfOnesOwn>(() => desk.AskAsync(password: "nouvelle-2026"));
        foreach (var left in new[] { [], texts[..1], [Guid.NewGuid(), Guid.NewGuid()] })
            await Assert.ThrowsAsync<TextsNotAccepted>(() => desk.AskAsync(texts: left));

        Assert.Equal(before, await desk.WrittenAsync());
    }

    [Fact]
    public async Task R11_R12_A_new_version_is_asked_again_from_its_day_on_and_both_proofs_are_kept()
    {
        var desk = await RegisteringDesk.OpenAsync(cluster);
        await using var books = desk.Books;
        await desk.AskAsync();
        await desk.Accounts.OpenAsync(desk.Town.Structure, await desk.TokenAsync(), Stop);
        var login = Assert.Single(await desk.SignIn.EnterAsync(RegisteringDesk.Email, RegisteringDesk.Password, "192.0.2.1", Stop)).LoginId;
        var next = await desk.PublishesAsync(TextKind.Rules, 2, desk.Town.Plan.FirstDay);
        Assert.Empty(await desk.Agreements.OwedAsync(desk.Town.Structure, login, Stop));

        await books.Clock.SetAsync(desk.Town.Plan.FirstDay, "00:00");
        Assert.Equal(next, Assert.Single(await desk.Agreements.OwedAsync(desk.Town.Structure, login, Stop)).Id);
        await Assert.ThrowsAsync<TextsNotAccepted>(() => desk.Agreements.AcceptAsync(desk.Town.Structure, login, [Guid.NewGuid()], Stop));
        foreach (var _ in new[] { "yes", "yes, again" })
            await desk.Agreements.AcceptAsync(desk.Town.Structure, login, [next], Stop);

        Assert.Empty(await desk.Agreements.OwedAsync(desk.Town.Structure, login, Stop));
        Assert.Equal(
            ["Rules 1", "Rules 2", "Terms 1"],
            await books.AskAsync<string[]>("select array_agg(t.kind || ' ' || t.version order by t.kind, t.version) from agreement a join structure_text t on t.structure_id = a.structure_id and t.id = a.text_id"));
        await books.ShouldBeHealthyAsync();
    }

    private static async Task<double> TookAsync(RegisteringDesk desk, string email)
    {
        var since = Stopwatch.StartNew();
        await desk.AskAsync(email);
        return since.Elapsed.TotalMilliseconds;
    }
}
