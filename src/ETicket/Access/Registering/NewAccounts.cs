using ETicket.Access.Links;
using ETicket.Access.SecondAccounts;
using ETicket.Families;
using ETicket.Kernel;
using ETicket.Mail;
using ETicket.Mail.Letters;
using ETicket.Persistence;
using ETicket.Structures;
using Microsoft.EntityFrameworkCore;

namespace ETicket.Access.Registering;

/// <summary>What a link did: it opened the account, or asked the mairie for an access to a file somebody enters already.</summary>
public enum AccountOpening { Opened, Asked }

/// <summary>« Ouvrir le compte » — by the link of the letter: the login, and the file it opens.</summary>
public sealed class NewAccounts(Database database, PortalAddress portal)
{
    /// <summary>
    /// Makes the login, whose identifiant is the address, with the agreements that were given; it opens the file whose adult bears that address, which the mairie made, else a new one that
    /// the family has still to fill and send. Trusted persons and those who left open nothing of a file. The adult is written to. A file that somebody enters already is not opened: a second
    /// access is asked of the mairie (<see cref="SecondAccount"/>), and without another file to open no login is made. Of two who follow a link at once, one does. Refuses with <see cref="LinkOver"/>.
    /// </summary>
    public async Task<AccountOpening> OpenAsync(StructureId structure, string token, CancellationToken stop)
    {
        if (LinkToken.DigestOf(token) is not { } hash)
            throw new LinkOver();
        await using var work = await database.BeginAsync(structure, stop);
        if (await TakeAsync(work, hash, stop) is not { } asked)
            throw new LinkOver();
        var name = asked.Email.ToUpperInvariant();
        if (await work.Read<Login>().AnyAsync(l => l.NormalizedUserName == name, stop))
            throw new LinkOver();
        var mine = await work.Db.Set<Guardian>().FromSql($"select * from guardian where structure_id = {structure.Value} and lower(trim(email)) = lower({asked.Email}) and kind = 'Guardian' and left_at is null").AsNoTracking().ToListAsync(stop);
        var adults = new List<Guardian>();
        foreach (var adult in mine.DistinctBy(a => a.FamilyId).OrderBy(a => a.FamilyId.Value))
        {
            if (!await SecondAccesses.AskedByTheAdultAsync(work, adult, stop))
                adults.Add(adult);
        }
        if (mine.Count > 0 && adults.Count == 0)
        {
            await work.CommitAsync(stop);
            return AccountOpening.Asked;
        }
        if (mine.Count == 0)
            adults.Add(NewFile(work, structure, asked));
        var login = Login.Of(asked.Email, asked.Email);
        login.PasswordHash = asked.PasswordHash;
        work.Db.Add(login);
        work.Db.AddRange(adults.Select(a => new LoginAccess { LoginId = login.Id, StructureId = structure, Role = Role.Parent, FamilyId = a.FamilyId }));
        work.Db.AddRange(asked.Texts.Select(text => new Agreement { StructureId = structure, LoginId = login.Id, TextId = text, At = asked.AskedAt }));
        await work.Db.SaveChangesAsync(stop);
        await TellAsync(work, login, adults[0], stop);
        await work.CommitAsync(stop);
        return AccountOpening.Opened;
    }

    private static async Task<Registration?> TakeAsync(Work work, byte[] hash, CancellationToken stop)
    {
        await using var take = work.Command("update registration set done_at = eticket_now() where structure_id = $1 and hash = $2 and done_at is null and expires_at > eticket_now()", work.Structure.Value, hash);
        return await take.ExecuteNonQueryAsync(stop) == 1 ? await work.Read<Registration>().SingleAsync(r => r.StructureId == work.Structure && r.Hash == hash, stop) : null;
    }

    /// <summary>The least there is of a file: its adult, and a number of its own until the mairie gives one.</summary>
    private static Guardian NewFile(Work work, StructureId structure, Registration asked)
    {
        var family = FamilyId.New();
        work.Db.Add(new Family { StructureId = structure, Id = family, Number = $"N-{family.ToString()[24..].ToUpperInvariant()}", Name = asked.LastName, FileState = FileState.ToSend });
        var adult = new Guardian { StructureId = structure, Id = GuardianId.New(), FamilyId = family, FirstName = asked.FirstName, LastName = asked.LastName, Email = asked.Email };
        work.Db.Add(adult);
        return adult;
    }

    private async Task TellAsync(Work work, Login login, Guardian adult, CancellationToken stop)
    {
        var (place, file) = (await work.Read<Structure>().SingleAsync(stop), await work.Read<Family>().SingleAsync(f => f.Id == adult.FamilyId, stop));
        await Outbox.AddAsync(
            work.Transaction, new Addressee(work.Structure, adult.FamilyId, adult.Id), login.Id.ToString(),
            new AccountOpened(place.Name, file.Name, adult.FirstName, login.UserName!, PasswordAddress: null, ValidUntil: null, portal.Public.ToString()), stop);
    }
}
