using System.Net;
using ETicket.Mail;
using ETicket.Mail.Smtp;
using ETicket.Web.Mailbox;

namespace ETicket.UnitTests.Mail;

public sealed class SmtpTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_letters_travel_over_one_session()
    {
        await using var post = await Post.OpensAsync();

        await using (var session = await post.Transport().OpenAsync(Stop))
        {
            for (var i = 0; i < 50; i++)
                await session.SendAsync(Post.Message($"Lettre {i}"), Stop);
        }

        Assert.Equal(50, post.Tray.All().Count);
        Assert.Equal("Lettre 49", post.Tray.All()[0].Text?.TrimEnd());
        Assert.Equal(1, post.Sessions);
    }

    [Fact]
    public async Task A_refused_recipient_does_not_spoil_the_session()
    {
        await using var post = await Post.OpensAsync(new CatcherOptions { Mischief = line => line.StartsWith("RCPT TO:<inconnu@") ? "550 5.1.1 inconnu" : null });
        await using var session = await post.Transport().OpenAsync(Stop);

        var no = await Assert.ThrowsAsync<LetterRefused>(() => session.SendAsync(Post.Message(to: "inconnu@famille.example"), Stop));
        await session.SendAsync(Post.Message(), Stop);

        Assert.Equal((550, true), (no.Code, no.Permanent));
        Assert.Equal("zoe@famille.example", Assert.Single(Assert.Single(post.Tray.All()).Recipients));
        Assert.Equal(1, post.Sessions);
    }

    [Fact]
    public async Task A_server_that_left_between_two_letters_is_called_again()
    {
        var letters = 0;
        await using var post = await Post.OpensAsync(new CatcherOptions { Mischief = line => line.StartsWith("MAIL") && ++letters is 2 or 4 ? letters == 2 ? "" : "421 4.4.2" : null });
        await using var session = await post.Transport().OpenAsync(Stop);

        for (var i = 0; i < 3; i++)
            await session.SendAsync(Post.Message($"Lettre {i}"), Stop);

        Assert.Equal(3, post.Tray.All().Count);
        Assert.Equal(3, post.Sessions);
    }

    [Fact]
    public async Task An_answer_lost_after_the_final_dot_is_not_called_a_failure()
    {
        await using var post = await Post.OpensAsync(new CatcherOptions { Mischief = line => line == "." ? "" : null });
        await using var session = await post.Transport().OpenAsync(Stop);

        await Assert.ThrowsAsync<LetterLost>(() => session.SendAsync(Post.Message(), Stop));

        Assert.Single(post.Tray.All());
    }

    [Fact]
    public void The_dot_that_ends_a_letter_is_heard_however_it_is_cut_and_no_other()
    {
        var conversation = "DATA\r\nBonjour\r\n..\r\n.. fin\r\n..\r\n.\r\n"u8.ToArray();
        for (var first = 1; first < conversation.Length; first++)
        {
            for (var second = first; second < conversation.Length; second++)
            {
                var dot = new FinalDot();
                dot.LogClient(conversation, 0, first);
                dot.LogClient(conversation, first, second - first);
                Assert.False(dot.Given);
                dot.LogClient(conversation, second, conversation.Length - second);
                Assert.True(dot.Given);
            }
        }
    }

    [Fact]
    public async Task A_line_cut_before_the_letter_was_given_is_the_post_s_fault()
    {
        await using var post = await Post.OpensAsync(new CatcherOptions { Mischief = line => line == "DATA" ? "" : null });
        await using var session = await post.Transport().OpenAsync(Stop);

        await Assert.ThrowsAsync<PostUnreachable>(() => session.SendAsync(Post.Message(), Stop));

        Assert.Empty(post.Tray.All());
    }

    [Fact]
    public async Task A_refused_sender_is_a_setting_to_mend_not_a_letter_to_give_up()
    {
        await using var post = await Post.OpensAsync(new CatcherOptions { Mischief = line => line.StartsWith("MAIL") ? "553 5.7.1 pas vous" : null });
        await using var session = await post.Transport().OpenAsync(Stop);

        await Assert.ThrowsAsync<PostUnreachable>(() => session.SendAsync(Post.Message(), Stop));
    }

    [Fact]
    public async Task A_silent_server_is_not_waited_for_for_ever()
    {
        using var silent = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var post = await Post.OpensAsync();
        var transport = post.Transport(o => o with { Port = ((IPEndPoint)silent.LocalEndpoint).Port, Patience = TimeSpan.FromMilliseconds(200) });

        var problem = await Assert.ThrowsAsync<PostUnreachable>(() => transport.OpenAsync(Stop));

        Assert.IsType<TimeoutException>(problem.InnerException);
    }

    [Fact]
    public async Task Nobody_at_that_port_is_the_post_s_fault()
    {
        var post = await Post.OpensAsync();
        var transport = post.Transport();
        await post.DisposeAsync();

        await Assert.ThrowsAsync<PostUnreachable>(() => transport.OpenAsync(Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_a_trusted_root_letters_and_password_travel_under_TLS(bool fromTheFirstByte)
    {
        var (server, root) = PostCertificates.Make();
        await using var post = await Post.OpensAsync(new CatcherOptions { Certificate = server, TlsFirst = fromTheFirstByte, Identity = new NetworkCredential("regie", "clé secrète") });
        var transport = post.Transport(o => o with
        {
            Security = fromTheFirstByte ? MailSecurity.Implicit : MailSecurity.StartTls,
            TrustedRoot = root,
            User = "regie",
            Password = "clé secrète",
        });

        await using (var session = await transport.OpenAsync(Stop))
            await session.SendAsync(Post.Message(), Stop);

        Assert.Single(post.Tray.All());
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_root_is_refused()
    {
        var (server, _) = PostCertificates.Make();
        await using var post = await Post.OpensAsync(new CatcherOptions { Certificate = server });

        await Assert.ThrowsAsync<PostUnreachable>(() => post.Transport(o => o with { Security = MailSecurity.StartTls }).OpenAsync(Stop));
    }

    [Fact]
    public async Task Without_STARTTLS_nothing_is_said_in_clear()
    {
        await using var post = await Post.OpensAsync();

        var problem = await Assert.ThrowsAsync<PostUnreachable>(() => post.Transport(o => o with { Security = MailSecurity.StartTls }).OpenAsync(Stop));

        Assert.Contains("STARTTLS", problem.Message);
    }

    [Theory]
    [InlineData("PLAIN LOGIN")]
    [InlineData("LOGIN")]
    public async Task The_password_opens_with_either_mechanism_and_a_wrong_one_does_not(string mechanisms)
    {
        await using var post = await Post.OpensAsync(new CatcherOptions { Identity = new NetworkCredential("regie", "secret"), Mechanisms = mechanisms });

        await using (var session = await post.Transport(o => o with { User = "regie", Password = "secret" }).OpenAsync(Stop))
            await session.SendAsync(Post.Message(), Stop);
        var refused = await Assert.ThrowsAsync<PostUnreachable>(() => post.Transport(o => o with { User = "regie", Password = "faux" }).OpenAsync(Stop));

        Assert.Single(post.Tray.All());
        Assert.StartsWith("535", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_accented_address_needs_a_server_that_knows_accents(bool known)
    {
        await using var post = await Post.OpensAsync(new CatcherOptions { International = known });
        await using var session = await post.Transport().OpenAsync(Stop);

        var sending = session.SendAsync(Post.Message(to: "zoë@école.example"), Stop);

        if (known)
        {
            await sending;
            Assert.Equal("zoë@école.example", Assert.Single(post.Tray.All()[0].Recipients));
        }
        else
        {
            Assert.True((await Assert.ThrowsAsync<LetterRefused>(() => sending)).Permanent);
        }
    }

    [Fact]
    public async Task A_domain_with_accents_alone_asks_nothing_of_the_servers_on_the_way()
    {
        var said = new List<string>();
        await using var post = await Post.OpensAsync(new CatcherOptions { Mischief = line => { said.Add(line); return null; } });
        await using var session = await post.Transport().OpenAsync(Stop);

        foreach (var to in new[] { "zoe@école.example", "zoë@école.example", "zoe@école.example" })
            await session.SendAsync(Post.Message(to: to), Stop);

        Assert.Equal(["zoe@xn--cole-9oa.example", "zoë@école.example", "zoe@xn--cole-9oa.example"], post.Tray.All().Select(letter => Assert.Single(letter.Recipients)));
        Assert.Equal([false, true, false], said.Where(line => line.StartsWith("MAIL")).Select(line => line.Contains("SMTPUTF8")));
    }

    [Theory]
    [InlineData("zoe@famille.example>\r\nRCPT TO:<tout@monde.example")]
    [InlineData("zoe@famille.example\nDATA")]
    [InlineData("zoe @famille.example")]
    [InlineData("<zoe@famille.example>")]
    [InlineData("zoe@famille.example,tout@monde.example")]
    [InlineData("zoe@")]
    [InlineData("@famille.example")]
    [InlineData("zoe")]
    [InlineData("")]
    public async Task What_is_no_address_is_never_said_to_the_server(string address)
    {
        await using var post = await Post.OpensAsync();
        await using var session = await post.Transport().OpenAsync(Stop);

        await Assert.ThrowsAsync<ArgumentException>(() => session.SendAsync(Post.Message(to: address), Stop));

        Assert.Empty(post.Tray.All());
    }

    [Fact]
    public async Task Dots_at_line_starts_arrive_as_they_left()
    {
        await using var post = await Post.OpensAsync();
        await using var session = await post.Transport().OpenAsync(Stop);
        const string text = ".\n..\n. début\nfin\n.\nQUIT\n.";

        await session.SendAsync(Post.Message(text), Stop);

        Assert.Equal(text, Assert.Single(post.Tray.All()).Text);
    }
}
