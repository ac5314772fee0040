using System.Text.Json.Nodes;

namespace ETicket.UnitTests.Payments.Mapped;

/// <summary>The transcripts of Stripe and PayPal are mappings as WireMock reads them: nothing in them wants a test to fill it.</summary>
public sealed class TranscriptsTests
{
    private static readonly string[] OfMapping = ["name", "request", "response", "scenarioName", "requiredScenarioState", "newScenarioState"];
    private static readonly string[] OfRequest = ["method", "urlPath", "urlPathPattern", "queryParameters"];
    private static readonly string[] OfResponse = ["status", "headers", "jsonBody", "body", "fault", "fixedDelayMilliseconds"];
    private static readonly string[] OfFault = ["EMPTY_RESPONSE", "MALFORMED_RESPONSE_CHUNK", "RANDOM_DATA_THEN_CLOSE", "CONNECTION_RESET_BY_PEER"];

    public static TheoryData<string> Transcripts { get; } =
        [.. new[] { "ETicket.UnitTests/Data/stripe", "ETicket.IntegrationTests/Data/paypal" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Sources.Root, "tests", folder), "*.json"))
            .Where(file => Path.GetFileName(file) != "openapi-extract.json")
            .Select(file => Path.GetRelativePath(Sources.Root, file))];

    [Theory]
    [MemberData(nameof(Transcripts))]
    public void A_transcript_is_a_mapping_as_it_stands(string file)
    {
        var text = File.ReadAllText(Path.Combine(Sources.Root, file));
        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);

        var transcript = JsonNode.Parse(text)!.AsObject();
        foreach (var mapping in transcript["mappings"]?.AsArray().Select(m => m!.AsObject()) ?? [transcript])
        {
            var (request, response) = (mapping["request"]!.AsObject(), mapping["response"]!.AsObject());
            Assert.Empty(mapping.Select(p => p.Key).Except(OfMapping));
            Assert.Empty(request.Select(p => p.Key).Except(OfRequest));
            Assert.Empty(response.Select(p => p.Key).Except(OfResponse));
            Assert.Single(request.Select(p => p.Key), key => key is "urlPath" or "urlPathPattern");
            if (response["fault"] is { } fault)
                Assert.Contains(fault.GetValue<string>(), OfFault);
            else
                Assert.InRange(response["status"]!.GetValue<int>(), 200, 599);
        }
    }
}
