using System.Text.Json.Nodes;
using ETicket.Mail.Letters;
using ETicket.Mail.Templating;

namespace ETicket.UnitTests.Mail.Letters;

/// <summary>One fact of a letter: where it stands (« lines.label »), what kind of fact it is, and the same letter with another fact in its place.</summary>
internal sealed record Leaf(string Name, Type Type, Func<JsonNode, string> With)
{
    /// <summary>Codes have words of their own: another code would have none.</summary>
    public bool IsCode => Name == "means" || Name.EndsWith(".means", StringComparison.Ordinal);

    /// <summary>Written by the program, never typed by a person.</summary>
    public bool IsAddress => Name.EndsWith("_address", StringComparison.Ordinal);

    /// <summary>Every fact an example states, those of its lists too; what its record works out of them is none, nor what no template may say.</summary>
    public static IReadOnlyList<Leaf> Of(LetterKind kind, string variables)
    {
        var leaves = new List<Leaf>();
        Walk(VariableShape.Of(kind.Variables), JsonNode.Parse(variables)!.AsObject(), "", []);
        return leaves;

        void Walk(VariableShape shape, JsonObject letter, string prefix, object[] path)
        {
            foreach (var (name, value) in letter)
            {
                if (!shape.Has(name) || (path.Length == 0 && WorkedOut(kind).Contains(name)))
                    continue;
                if (shape.Items(name) is { } items)
                {
                    foreach (var (i, item) in value!.AsArray().Index())
                        Walk(items, item!.AsObject(), $"{prefix}{name}.", [.. path, name, i]);
                }
                else if (value is not null)
                {
                    object[] place = [.. path, name];
                    leaves.Add(new Leaf(prefix + name, shape.TypeOf(name), other => Replaced(variables, place, other)));
                }
            }
        }
    }

    private static HashSet<string> WorkedOut(LetterKind kind) =>
        [.. kind.Variables.GetProperties().Where(property => property.SetMethod is null).Select(property => LetterJson.NameOf(property.Name))];

    private static string Replaced(string variables, object[] place, JsonNode other)
    {
        var letter = JsonNode.Parse(variables)!;
        var holder = place[..^1].Aggregate(letter, (node, step) => step is int i ? node[i]! : node[(string)step]!);
        holder[(string)place[^1]] = other;
        return letter.ToJsonString();
    }
}
