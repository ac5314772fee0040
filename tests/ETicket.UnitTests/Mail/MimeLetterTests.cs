using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ETicket.Mail;
using ETicket.Mail.Smtp;

namespace ETicket.UnitTests.Mail;

/// <summary>What reaches a mail server, read by somebody else: Python's e-mail package.</summary>
public sealed class MimeLetterTests
{
    private const string Reader = """
        import sys, json, email, email.policy, email.header
        raw = sys.stdin.buffer.read()
        classic = email.message_from_bytes(raw)
        m = email.message_from_bytes(raw, policy=email.policy.default)
        leaves = [p for p in m.walk() if not p.is_multipart()]
        print(json.dumps({
          'headers': {k: str(v) for k, v in m.items()},
          'names': [k for k, v in m.items()],
          'classic_to': str(email.header.make_header(email.header.decode_header(classic['to'].replace('\r\n', '')))),
          'to': [[a.display_name, a.addr_spec] for a in m['to'].addresses],
          'parts': [[p.get_content_type(), p.get_filename(), p.get_content().replace('\r\n', '\n') if p.get_content_maintype() == 'text' else p.get_content().hex()] for p in leaves],
          'defects': [repr(d) for p in m.walk() for d in p.defects] + [repr(d) for v in m.values() for d in v.defects],
        }))
        """;

    [Fact]
    public async Task French_letters_arrive_as_they_were_written()
    {
        var text = "Bonjour Zoë, « c’est l’été » — Œuvre, 1\u202F234,50\u00A0€ 🎫\n\n  fin avec espace \nfin\tavec\t";
        var letter = Post.Message() with
        {
            Subject = "Votre quittance n°\u00A0Q2026-000012 : 1\u202F234,50\u00A0€ pour le très long spectacle « Été à Besançon » 🎫",
            Text = text,
            Html = $"<p>{text}</p>",
            To = new Correspondent("Zoë « Zo » Lefèvre-d’Hérouville", "zoe@famille.example"),
        };

        var read = await ReadAsync(letter);

        Assert.Equal(letter.Subject, read.GetProperty("headers").GetProperty("Subject").GetString());
        Assert.Equal(letter.To.Name, read.GetProperty("to")[0][0].GetString());
        Assert.Equal(text, read.GetProperty("parts")[0][2].GetString());
        Assert.Equal(letter.Html, read.GetProperty("parts")[1][2].GetString());
        Assert.Equal(["text/plain", "text/html"], read.GetProperty("parts").EnumerateArray().Select(part => part[0].GetString()));
        Assert.Equal("fr", read.GetProperty("headers").GetProperty("Content-Language").GetString());
        Assert.Equal("auto-generated", read.GetProperty("headers").GetProperty("Auto-Submitted").GetString());
        Assert.Equal($"<{letter.MessageId}>", read.GetProperty("headers").GetProperty("Message-Id").GetString());
    }

    [Fact]
    public async Task A_paragraph_of_any_length_arrives_whole()
    {
        var text = new string('é', 3000) + " " + new string('x', 5000) + "\n.";

        var read = await ReadAsync(Post.Message(text));

        Assert.Equal(text, read.GetProperty("parts")[0][2].GetString());
    }

    [Fact]
    public async Task The_date_is_that_of_Paris()
    {
        var summer = await ReadAsync(Post.Message());
        var winter = await ReadAsync(Post.Message() with { SentAt = new DateTimeOffset(2026, 12, 31, 23, 30, 0, TimeSpan.Zero) });

        Assert.Equal("Tue, 14 Jul 2026 12:00:00 +0200", summer.GetProperty("headers").GetProperty("Date").GetString());
        Assert.Equal("Fri, 01 Jan 2027 00:30:00 +0100", winter.GetProperty("headers").GetProperty("Date").GetString());
    }

    [Fact]
    public async Task Attachments_keep_their_names_and_bytes()
    {
        byte[] content = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        var letter = Post.Message() with
        {
            Attachments =
            [
                new MailAttachment("Reçu n° 42 « été à Besançon », régie de l’événement de la très longue année scolaire.pdf", "application/pdf", content),
                new MailAttachment("a \"b\".csv", "text/csv", "1;2"u8.ToArray()),
            ],
            ListUnsubscribe = new Uri("https://portail.example/stop?t=abc"),
        };

        var read = await ReadAsync(letter);

        Assert.Equal(letter.Attachments[0].FileName, read.GetProperty("parts")[2][1].GetString());
        Assert.Equal(Convert.ToHexStringLower(content), read.GetProperty("parts")[2][2].GetString());
        Assert.Equal("a \"b\".csv", read.GetProperty("parts")[3][1].GetString());
        Assert.Equal("<https://portail.example/stop?t=abc>", read.GetProperty("headers").GetProperty("List-Unsubscribe").GetString());
        Assert.Equal("List-Unsubscribe=One-Click", read.GetProperty("headers").GetProperty("List-Unsubscribe-Post").GetString());
    }

    [Fact]
    public async Task The_address_that_stops_letters_stands_on_one_line()
    {
        var address = $"https://portail-famille.une-commune-au-nom-long.example/lettres/{new string('a', 32)}/{new string('b', 32)}";

        var lines = Encoding.UTF8.GetString(await ReceivedAsync(Post.Message() with { ListUnsubscribe = new Uri(address) })).Split("\r\n");

        Assert.Contains($"List-Unsubscribe: <{address}>", lines);
        Assert.Contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click", lines);
    }

    [Theory]
    [InlineData("a \\ \"b\" <c@d.example>, e@f.example", "a \\ \"b\" <c@d.example>, e@f.example")]
    [InlineData(" entouré d'espaces ", "entouré d'espaces")]
    [InlineData("{{ 1+1 }}", "{{ 1+1 }}")]
    [InlineData("=?utf-8?B?QmNjOiB4?=", "= ?utf-8?B?QmNjOiB4?=")]
    public async Task A_name_or_subject_reads_as_it_was_written_and_hides_no_other(string words, string shown)
    {
        var read = await ReadAsync(Post.Message(subject: words, name: words));

        Assert.Equal(shown, read.GetProperty("headers").GetProperty("Subject").GetString());
        Assert.Equal(shown, read.GetProperty("to")[0][0].GetString());
        Assert.Equal("zoe@famille.example", read.GetProperty("to")[0][1].GetString());
        Assert.Equal(1, read.GetProperty("to").GetArrayLength());
        Assert.DoesNotContain("Bcc", read.GetProperty("names").EnumerateArray().Select(n => n.GetString()));
    }

    [Fact]
    public async Task A_name_longer_than_a_line_arrives_whole()
    {
        var name = "Zoë-Élise « la Très Grande » de Lefèvre-d’Hérouville et de Saint-Août-lès-Bruyères";

        var read = await ReadAsync(Post.Message(name: name));

        // The modern reader of Python 3.11 puts a space between the encoded words of a name (RFC 2047 §6.2 does not); its classic one reads it right.
        Assert.Equal($"{name} <zoe@famille.example>", read.GetProperty("classic_to").GetString());
        Assert.Equal("zoe@famille.example", read.GetProperty("to")[0][1].GetString());
    }

    [Fact]
    public async Task A_subject_without_a_space_for_two_thousand_letters_still_arrives()
    {
        var subject = new string('x', 2000);

        var read = await ReadAsync(Post.Message(subject: subject));

        Assert.Equal(subject, read.GetProperty("headers").GetProperty("Subject").GetString());
    }

    [Fact]
    public void A_line_break_in_a_header_is_refused()
    {
        const string injection = "Bonjour\r\nBcc: tout@monde.example";

        Assert.Throws<ArgumentException>(() => MimeLetter.Write(Post.Message(subject: injection)));
        Assert.Throws<ArgumentException>(() => MimeLetter.Write(Post.Message(name: injection)));
        Assert.Throws<ArgumentException>(() => MimeLetter.Write(Post.Message() with { MessageId = injection }));
        Assert.Throws<ArgumentException>(() => MimeLetter.Write(Post.Message() with { Attachments = [new MailAttachment(injection, "text/plain", default)] }));
        Assert.Throws<ArgumentException>(() => MimeLetter.Write(Post.Message() with { Attachments = [new MailAttachment("a", injection, default)] }));
    }

    [Fact]
    public async Task No_line_is_longer_than_readers_accept()
    {
        var words = string.Join(' ', Enumerable.Repeat("réinscription à l’étude", 20));
        var letter = Post.Message(new string('é', 5000), subject: words, name: words) with
        {
            Attachments = [new MailAttachment(new string('ç', 200) + ".pdf", "application/pdf", new byte[1000])],
        };

        var lines = Encoding.UTF8.GetString(await ReceivedAsync(letter)).Split("\r\n");

        // A server may cut at 998 (RFC 5322 §2.1.1); a body of any paragraphs stays within 76 (RFC 2045 §6.7).
        Assert.All(lines, line => Assert.True(line.Length <= 998, line));
        Assert.All(lines.SkipWhile(line => line.Length > 0), line => Assert.True(line.Length <= 78, line));
        Assert.DoesNotContain(lines, line => line.Contains('\n') || line.Contains('\r'));
    }

    private static async Task<JsonElement> ReadAsync(MailMessage letter)
    {
        var received = await ReceivedAsync(letter);
        using var python = Start();
        await python.StandardInput.BaseStream.WriteAsync(received, TestContext.Current.CancellationToken);
        python.StandardInput.Close();
        var said = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.True(said.Length > 0, await python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        var read = JsonDocument.Parse(said).RootElement;
        Assert.Empty(read.GetProperty("defects").EnumerateArray().Select(defect => defect.GetString()));
        return read;
    }

    private static async Task<byte[]> ReceivedAsync(MailMessage letter)
    {
        await using var post = await Post.OpensAsync();
        await using var session = await post.Transport().OpenAsync(TestContext.Current.CancellationToken);
        await session.SendAsync(letter, TestContext.Current.CancellationToken);
        return Assert.Single(post.Tray.All()).Raw;
    }

    private static Process Start()
    {
        try
        {
            return Process.Start(new ProcessStartInfo("python3", ["-c", Reader]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 is not on this machine: nobody else can read our messages.");
            throw;
        }
    }
}
