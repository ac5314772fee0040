using System.Globalization;

namespace ETicket.Families.Dossier;

/// <summary>The statements of a card, made of the columns of <see cref="Fields"/> and of nothing that is posted. $1 is the structure, $2 the family, $3 the subject.</summary>
internal static class CardSql
{
    /// <summary>Subject, version, fields in their order, and whether the adult signs in with this address; of one card, or of all of its kind.</summary>
    public static string Read(CardKind kind, bool one)
    {
        var columns = string.Join(", ", Fields.Of(kind).Select(f => $"coalesce({Alias(kind, f)}.{f.Column}::text, '')"));
        return kind switch
        {
            CardKind.Child => $"""
                select c.id, c.xmin::text || '-' || h.xmin::text, array[{columns}], false
                from family_child h join child c on c.structure_id = h.structure_id and c.id = h.child_id
                where h.structure_id = $1 and h.family_id = $2 and h.left_at is null {(one ? "and c.id = $3" : "")}
                order by c.first_name, c.id
                """,
            CardKind.More => $"""
                select f.id, f.xmin::text, array[{columns}], false from family f where f.structure_id = $1 and f.id = $2 {(one ? "and f.id = $3" : "")}
                """,
            _ => $"""
                select g.id, g.xmin::text, array[{columns}], exists (select from login_holders($1, $2) holder where holder = g.id)
                from guardian g where g.structure_id = $1 and g.family_id = $2 and g.kind = '{kind}' and g.left_at is null {(one ? "and g.id = $3" : "")}
                order by g.pays desc, g.id
                """,
        };
    }

    /// <summary>Keeps others from writing the card until the transaction ends; bookings and letters that name its rows go on.</summary>
    public static string Hold(CardKind kind) => kind switch
    {
        CardKind.Child => """
            select from family_child h join child c on c.structure_id = h.structure_id and c.id = h.child_id
            where h.structure_id = $1 and h.family_id = $2 and h.left_at is null and c.id = $3 for no key update of c, h
            """,
        CardKind.More => "select from family where structure_id = $1 and id = $2 and id = $3 for no key update",
        _ => "select from guardian where structure_id = $1 and family_id = $2 and id = $3 and left_at is null for no key update",
    };

    /// <summary>Writes those fields and no other: a name that stays is not written again, for who renames waits for those who number papers.</summary>
    public static IEnumerable<(string Sql, IReadOnlyList<Field> Fields)> Write(CardKind kind, IEnumerable<Field> changed)
    {
        foreach (var home in changed.GroupBy(f => f.OfThisHome))
        {
            var fields = home.ToList();
            var sets = string.Join(", ", fields.Select((f, i) => $"{f.Column} = {Value(f, i + 4)}"));
            yield return (kind switch
            {
                CardKind.Child when home.Key => $"update family_child set {sets} where structure_id = $1 and family_id = $2 and child_id = $3 and left_at is null",
                CardKind.Child => $"update child set {sets} where structure_id = $1 and id = $3 and exists (select from family_child h where h.structure_id = $1 and h.family_id = $2 and h.child_id = $3 and h.left_at is null)",
                CardKind.More => $"update family set {sets} where structure_id = $1 and id = $2 and id = $3",
                _ => $"update guardian set {sets} where structure_id = $1 and family_id = $2 and id = $3 and left_at is null",
            }, fields);
        }
    }

    /// <summary>The row of a new child, then of its place in the file; or of a new adult. A row that is there already is left as it is.</summary>
    public static IEnumerable<(string Sql, IReadOnlyList<Field> Fields)> Add(CardKind kind)
    {
        var fields = Fields.Of(kind).Where(f => !f.OfThisHome).ToList();
        var (columns, values) = (string.Join(", ", fields.Select(f => f.Column)), string.Join(", ", fields.Select((f, i) => Value(f, i + 4))));
        if (kind is not CardKind.Child)
        {
            yield return ($"insert into guardian (structure_id, id, family_id, kind, receives_letters, {columns}) select $1, $3, $2, '{kind}', {(kind is CardKind.Guardian ? "true" : "false")}, {values} on conflict do nothing", fields);
            yield break;
        }
        yield return ($"insert into child (structure_id, id, {columns}) select $1, $3, {values} where $2 is not null on conflict do nothing", fields);
        var home = Fields.Of(kind).Where(f => f.OfThisHome).ToList();
        yield return ($"insert into family_child (structure_id, family_id, child_id, {string.Join(", ", home.Select(f => f.Column))}) select $1, $2, $3, {string.Join(", ", home.Select((f, i) => Value(f, i + 4)))}", home);
    }

    private static string Alias(CardKind kind, Field field) => kind switch { CardKind.Child => field.OfThisHome ? "h" : "c", CardKind.More => "f", _ => "g" };

    private static string Value(Field field, int place)
    {
        var typed = "$" + place.ToString(CultureInfo.InvariantCulture);
        return field.Kind switch
        {
            FieldKind.Box => $"{typed}::boolean",
            FieldKind.Birth => $"nullif({typed}, '')::date",
            FieldKind.School or FieldKind.Diet => $"nullif({typed}, '')::uuid",
            _ => $"nullif({typed}, '')",
        };
    }
}
