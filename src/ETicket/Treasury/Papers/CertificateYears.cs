using ETicket.Kernel;
using ETicket.Persistence;

namespace ETicket.Treasury.Papers;

/// <summary>« Année d'attestation » — a year in which a family paid or used something; <paramref name="Care"/> where it is over and its care can be asked for.</summary>
internal sealed record CertificateYear(int Year, bool Care)
{
    /// <summary>« Années à attester » until this Paris day, the latest first: those of its receipts and those of its uses, for a booklet bought in December is used in January.</summary>
    public static async Task<IReadOnlyList<CertificateYear>> OfAsync(Work work, FamilyId family, DateOnly today, CancellationToken stop)
    {
        await using var command = work.Command(
            """
            with used as (
              select extract(year from m.day)::int as year
              from family_moves($1, $2, '2000-01-01', $3) m
              where m.is_use and m.child_id is not null
              group by 1, m.child_id, m.activity
              having sum(m.tickets) <> 0 or sum(m.cents) <> 0),
            years as (select year from used union select r.year from receipt r where r.structure_id = $1 and r.family_id = $2)
            select y.year, case when y.year < extract(year from $3) and exists (select from activity a where a.structure_id = $1 and a.is_childcare)
              then exists (select from childcare_paid($1, $2, y.year) c where c.born_on is null or c.born_on > make_date(y.year - 6, 1, 1))
                or exists (select from childcare_undetailed($1, $2, y.year))
              else false end
            from years y order by y.year desc
            """,
            work.Structure.Value, family.Value, today);
        List<CertificateYear> years = [];
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
            years.Add(new(row.GetInt32(0), row.GetBoolean(1)));
        return years;
    }
}
