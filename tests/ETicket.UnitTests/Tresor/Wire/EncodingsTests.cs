using System.Text;
using System.Xml.Linq;
using ETicket.Tresor.Contract;

namespace ETicket.UnitTests.Tresor.Wire;

/// <summary>In which letters a call may be written: what is said to be of a charset is of it, or is no call.</summary>
public sealed class EncodingsTests
{
    /// <summary>The encoding of the bytes, whether a byte order mark says it, what the transport says.</summary>
    public static readonly TheoryData<string, bool, string?, bool> Written = new()
    {
        { "utf-8", false, "utf-8", true }, { "utf-8", false, null, true }, { "utf-8", false, "\"UTF-8\"", true },
        { "utf-8", false, "x-nothing", true }, { "utf-8", false, "utf-7", true }, { "utf-8", true, "utf-8", true }, { "utf-8", true, "utf-16", true },
        { "utf-16", true, "utf-16", true }, { "utf-16", true, null, true }, { "utf-16", false, "utf-16", true }, { "utf-16BE", true, "utf-16", true },
        { "iso-8859-1", false, "iso-8859-1", true },
        { "iso-8859-1", false, "utf-8", false }, { "iso-8859-1", false, null, false }, { "utf-8", false, "utf-16", false }, { "utf-8", false, "us-ascii", false },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public async Task A_subject_with_accents_arrives_as_it_was_written_or_not_at_all(string written, bool marked, string? said, bool read)
    {
        await using var tresor = await RunningTresor.StartAsync();
        var fields = RunningTresor.GoodRequest;
        fields["objet"] = "Goûter d'été";

        var created = await SendAsync(tresor, RunningTresor.Message("creerPaiementSecurise", fields), Encoding.GetEncoding(written), marked, said);

        if (!read)
        {
            Assert.Equal(SoapWire.Service + "TechProtocolaireErreur", created.Descendants("detail").Single().Elements().Single().Name);
            Assert.Equal("[]", await tresor.Http.GetStringAsync("/controle/operations"));
            return;
        }
        var idOp = created.Descendants("idOp").Single().Value;
        await tresor.ImposeAsync(idOp, "P");
        Assert.Equal(fields["objet"], (await tresor.LookUpAsync(idOp))["objet"]);
    }

    private static async Task<XElement> SendAsync(RunningTresor tresor, string message, Encoding written, bool marked, string? said)
    {
        using var content = new ByteArrayContent([.. marked ? written.GetPreamble() : [], .. written.GetBytes(message)]);
        content.Headers.TryAddWithoutValidation("Content-Type", said is null ? "text/xml" : $"text/xml; charset={said}");
        using var answer = await tresor.Http.PostAsync(SoapEndpoint.Path, content);
        return XElement.Parse(await answer.Content.ReadAsStringAsync());
    }
}
