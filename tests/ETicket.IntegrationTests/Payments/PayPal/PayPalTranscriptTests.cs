using System.Text.Json;

namespace ETicket.IntegrationTests.Payments.PayPal;

/// <summary>The recorded answers are PayPal's: its own descriptions find nothing to say against them, and the judge can say something.</summary>
public sealed class PayPalTranscriptTests
{
    public static TheoryData<string> Transcripts =>
        [.. Directory.GetFiles(PayPalStub.Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Where(name => name is not ("openapi-extract" or "token"))];

    [Theory]
    [MemberData(nameof(Transcripts))]
    public void Every_recorded_answer_is_within_PayPals_descriptions(string transcript)
    {
        var reproaches = from mapping in Mappings(transcript)
                         let request = mapping.GetProperty("request")
                         let response = mapping.GetProperty("response")
                         where response.TryGetProperty("jsonBody", out _) && request.TryGetProperty("method", out _) && request.GetProperty("urlPath").GetString() != "/v1/oauth2/token"
                         from reproach in PayPalContract.OfAnswer(
                             request.GetProperty("method").GetString()!, request.GetProperty("urlPath").GetString()!, response.GetProperty("status").GetInt32(), response.GetProperty("jsonBody"))
                         select $"{mapping.GetProperty("name")}: {reproach}";

        Assert.Empty(reproaches);
    }

    [Theory]
    [InlineData("\"CAPTURE\"", "\"TAKE\"", "/intent")]
    [InlineData("\"12.50\"", "12.50", "/purchase_units/0/amount/value")]
    [InlineData("\"12.50\"", "\"12,50\"", "/purchase_units/0/amount/value")]
    [InlineData("\"reference_id\"", "\"referenceId\"", "/purchase_units/0/referenceId")]
    [InlineData("\"COMPLETED\"", "\"DONE\"", "/status")]
    public void The_judge_says_what_is_wrong(string right, string wrong, string where)
    {
        var answer = Mappings("captured", text => text.Replace(right, wrong, StringComparison.Ordinal))[0].GetProperty("response").GetProperty("jsonBody");

        Assert.Contains(PayPalContract.OfAnswer("GET", "/v2/checkout/orders/" + PayPalDesk.Order, 200, answer), reproach => reproach.StartsWith(where, StringComparison.Ordinal));
    }

    private static JsonElement[] Mappings(string transcript, Func<string, string>? change = null)
    {
        var text = File.ReadAllText(Path.Combine(PayPalStub.Folder, transcript + ".json"));
        return [.. JsonDocument.Parse(change?.Invoke(text) ?? text).RootElement.GetProperty("mappings").EnumerateArray()];
    }
}
