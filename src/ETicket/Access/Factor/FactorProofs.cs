using ETicket.Persistence;

namespace ETicket.Access.Factor;

/// <summary>« Preuve par un code » — of the phone, or of paper: each opens once. Tries are counted as those of passwords are, apart from them: a right password ends no pause of theirs.</summary>
internal sealed class FactorProofs(Tries tries, FactorSeal seal, TimeProvider clock)
{
    /// <summary>A recovery code: sixty bits, twelve letters and digits.</summary>
    public const int RecoveryLetters = 12;

    private const int LongestTyped = 64;

    /// <summary>Refuses with <see cref="WrongCode"/> what opens nothing, and any try during a pause.</summary>
    public async Task ProveAsync(Work work, Login login, string typed, string address, CancellationToken stop)
    {
        var (allowed, code) = (tries.Begin(DoorOf(login), address), Typed(typed));
        if (!allowed || await FactorRows.ReadAsync(work, login.Id, FactorRows.Secret, stop) is not { } kept || !await OpensAsync(work, login.Id, seal.Open(login.Id, kept), code, stop))
            throw new WrongCode();
        tries.Entered(DoorOf(login), address);
    }

    /// <summary>The same of the first code of a secret that waits for it: answers the step it is of.</summary>
    public long ProveFirst(Login login, byte[] secret, string typed, string address)
    {
        var (allowed, step) = (tries.Begin(DoorOf(login), address), Totp.Match(secret, Typed(typed), clock.GetUtcNow()));
        if (!allowed || step is null)
            throw new WrongCode();
        tries.Entered(DoorOf(login), address);
        return step.Value;
    }

    private async Task<bool> OpensAsync(Work work, Guid login, byte[] secret, string code, CancellationToken stop) => Totp.Match(secret, code, clock.GetUtcNow()) is { } step
        ? await FactorRows.UseStepAsync(work, login, step, stop)
        : code.Length == RecoveryLetters && await FactorRows.UseRecoveryAsync(work, login, FactorRows.DigestOf(secret, code), stop);

    private static string DoorOf(Login login) => "code:" + login.NormalizedUserName;

    /// <summary>« 123 456 » and « abcd-efgh-jkmn » as they are meant.</summary>
    private static string Typed(string code) => code.Length > LongestTyped ? "" : string.Concat(code.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
