using System.Text.Json;

namespace ETicket.Tresor.Operations;

/// <summary>« anomalie fonctionnelle » — PayFiP's "no" to a request or about an idOp, named by its public code.</summary>
internal sealed class Anomaly(string code) : Exception(code)
{
    public string Code { get; } = code;
}

/// <summary>The sentence and the severity of each code. Public sources give few of the texts; the others are ours.</summary>
internal sealed record AnomalyText(string Libelle, int Severite)
{
    private static readonly Dictionary<string, AnomalyText> Texts =
        JsonSerializer.Deserialize<Dictionary<string, AnomalyText>>(Embedded.Text("Contract/Anomalies.json"), JsonSerializerOptions.Web)!;

    public static IReadOnlyCollection<string> Codes => Texts.Keys;

    public static AnomalyText Of(string code) => Texts[code];
}
