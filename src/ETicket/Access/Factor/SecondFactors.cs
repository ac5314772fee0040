using System.Globalization;
using System.Security.Cryptography;
using ETicket.Access.Events;
using ETicket.Access.Links;
using ETicket.Access.Passwords;
using ETicket.Kernel;
using ETicket.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace ETicket.Access.Factor;

/// <summary>« Deuxième facteur » — a code of the phone, or one of ten kept on paper, after the password. Whoever wants it sets it; it is asked for at every sign-in from then on.</summary>
public sealed class SecondFactors(Database database, IPasswordHasher<Login> hasher, Tries tries, PortalAddress portal, IDataProtectionProvider keys, TimeProvider clock)
{
    public const int RecoveryCodes = 10;

    /// <summary>How long a secret waits for its first code.</summary>
    private static readonly TimeSpan Waits = TimeSpan.FromMinutes(30);

    private readonly PasswordBook _book = new(database, hasher, portal);
    private readonly PasswordProofs _proofs = new(hasher, tries);
    private readonly FactorSeal _seal = new(keys);
    private readonly FactorProofs _codes = new(tries, new FactorSeal(keys), clock);

    /// <summary>Whether a code is asked for after the password: the stamp of the password of now, which <see cref="EnterAsync"/> asks for again; null where no code is.</summary>
    public async Task<string?> StampAsync(Guid login, CancellationToken stop)
    {
        await using var command = database.App.CreateCommand(
            "select coalesce(l.security_stamp, '') from login l join login_token t on t.user_id = l.id and t.login_provider = 'totp' and t.name = 'secret' where l.id = $1");
        command.Parameters.Add(new() { Value = login });
        return (string?)await command.ExecuteScalarAsync(stop);
    }

    /// <summary>How many recovery codes are left.</summary>
    public async Task<long> RecoveryLeftAsync(Guid login, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(default, stop);
        return await FactorRows.RecoveryLeftAsync(work, login, stop);
    }

    /// <summary>
    /// Makes a secret that waits for its first code; one that waited is replaced. Refuses a wrong password (<see cref="WrongCurrentPassword"/>), and a login that has a factor
    /// (<see cref="FactorAlreadySet"/>).
    /// </summary>
    public async Task BeginAsync(Guid login, string current, string address, CancellationToken stop)
    {
        var owner = await _book.OfAsync(login, stop);
        _proofs.Prove(owner.Login, current, address);
        await using var work = await _book.BeginAsync(owner, stop);
        if (await FactorRows.ReadAsync(work, login, FactorRows.Secret, stop) is not null)
            throw new FactorAlreadySet();
        var waiting = string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow().ToUnixTimeSeconds()} {_seal.Seal(login, RandomNumberGenerator.GetBytes(Totp.SecretBytes))}");
        await FactorRows.WriteAsync(work, login, FactorRows.Totp, FactorRows.Waiting, waiting, stop);
        await work.CommitAsync(stop);
    }

    /// <summary>The secret that waits for its first code, in base 32; null where none does, or it waited too long.</summary>
    public async Task<string?> WaitingAsync(Guid login, CancellationToken stop)
    {
        await using var work = await database.BeginAsync(default, stop);
        return await WaitingAsync(work, login, stop) is { } secret ? Base32.Write(secret) : null;
    }

    /// <summary>
    /// The phone has the secret: its code is asked for from now on, every other session ends, and the adult whose login it is is written to. Answers the recovery codes, which are shown once
    /// and kept nowhere. Refuses a wrong code (<see cref="WrongCode"/>), and where nothing waits (<see cref="NothingToConfirm"/>).
    /// </summary>
    public async Task<IReadOnlyList<string>> ConfirmAsync(Guid login, string code, Guid session, string address, CancellationToken stop)
    {
        var owner = await _book.OfAsync(login, stop);
        await using var work = await _book.BeginAsync(owner, stop);
        await LoginLinks.HoldAsync(work, login, stop);
        if (await WaitingAsync(work, login, stop) is not { } secret)
            throw new NothingToConfirm();
        var step = _codes.ProveFirst(owner.Login, secret, code, address);
        await FactorRows.ForgetAsync(work, login, stop);
        await FactorRows.WriteAsync(work, login, FactorRows.Totp, FactorRows.Secret, _seal.Seal(login, secret), stop);
        await FactorRows.WriteAsync(work, login, FactorRows.Totp, FactorRows.Step, FactorRows.Written(step), stop);
        string[] codes = [.. Enumerable.Range(0, RecoveryCodes).Select(_ => Base32.Write(RandomNumberGenerator.GetBytes(8))[..FactorProofs.RecoveryLetters])];
        foreach (var one in codes)
            await FactorRows.WriteAsync(work, login, FactorRows.Recovery, FactorRows.DigestOf(secret, one), "", stop);
        await Sessions.CloseOthersAsync(work, login, session, stop);
        await TellAsync(work, owner, LoginEventKind.FactorSet, stop);
        await work.CommitAsync(stop);
        return codes;
    }

    /// <summary>
    /// Opens after the password: a code of the phone that did not open yet, or a recovery code that is not used. Refuses with <see cref="WrongCode"/> anything else, any try during a pause,
    /// and a password that changed since it was proved. Tries are counted as those of passwords are, apart from them.
    /// </summary>
    /// <param name="login">Who proved the password.</param>
    /// <param name="stamp">What <see cref="StampAsync"/> said then.</param>
    /// <param name="code">As typed: spaces do not count.</param>
    /// <param name="address">Where the try comes from.</param>
    /// <param name="stop">Cancellation.</param>
    public async Task EnterAsync(Guid login, string stamp, string code, string address, CancellationToken stop)
    {
        var owner = await _book.OfAsync(login, stop);
        if ((owner.Login.SecurityStamp ?? "") != stamp)
            throw new WrongCode();
        await using var work = await _book.BeginAsync(owner, stop);
        await _codes.ProveAsync(work, owner.Login, code, address, stop);
        await work.CommitAsync(stop);
    }

    /// <summary>
    /// No code is asked for any more: by somebody who knows the password and holds a code; other sessions go on, and the adult is written to. Refuses with
    /// <see cref="WrongCurrentPassword"/> and <see cref="WrongCode"/>.
    /// </summary>
    public async Task EndAsync(Guid login, string current, string code, string address, CancellationToken stop)
    {
        var owner = await _book.OfAsync(login, stop);
        _proofs.Prove(owner.Login, current, address);
        await using var work = await _book.BeginAsync(owner, stop);
        await _codes.ProveAsync(work, owner.Login, code, address, stop);
        await FactorRows.ForgetAsync(work, login, stop);
        await TellAsync(work, owner, LoginEventKind.FactorEnded, stop);
        await work.CommitAsync(stop);
    }

    /// <summary>« Téléphone perdu » — by the operator, asked by the mairie that saw who it is: no code is asked for any more, and the adult is written to. False where none was.</summary>
    public async Task<bool> ForgetAsync(Guid login, CancellationToken stop)
    {
        var owner = await _book.OfAsync(login, stop);
        await using var work = await _book.BeginAsync(owner, stop);
        if (await FactorRows.ReadAsync(work, login, FactorRows.Secret, stop) is null)
            return false;
        await FactorRows.ForgetAsync(work, login, stop);
        await TellAsync(work, owner, LoginEventKind.FactorEnded, stop);
        await work.CommitAsync(stop);
        return true;
    }

    private async Task<byte[]?> WaitingAsync(Work work, Guid login, CancellationToken stop)
    {
        if (await FactorRows.ReadAsync(work, login, FactorRows.Waiting, stop) is not { } waiting || waiting.Split(' ') is not [var since, var sealedSecret])
            return null;
        var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(since, CultureInfo.InvariantCulture));
        return clock.GetUtcNow() - at < Waits ? _seal.Open(login, sealedSecret) : null;
    }

    private async Task TellAsync(Work work, PasswordOwner owner, LoginEventKind kind, CancellationToken stop)
    {
        await LoginEvents.NoteAsync(work, owner.Login.Id, kind, stop);
        await _book.TellAsync(work, owner, letter => letter with { FactorSet = kind is LoginEventKind.FactorSet, FactorEnded = kind is LoginEventKind.FactorEnded }, stop);
    }
}
