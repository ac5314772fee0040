using System.Collections.Concurrent;

namespace ETicket.Payments.Providers.PayPal;

/// <summary>
/// « Jetons d'accès » — one token per account, asked once, kept until a minute before its end. Calls that arrive together wait for one question; what could not be had is
/// not remembered.
/// </summary>
internal sealed class PayPalTokens(TimeProvider clock)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Held> _held = new(StringComparer.Ordinal);

    public async Task<PayPalReply<string>> OfAsync(PayPalAccount account, Func<CancellationToken, Task<PayPalReply<PayPalToken>>> ask, CancellationToken stop)
    {
        var held = _held.GetOrAdd(account.ClientId, _ => new Held());
        if (Alive(held.Token) is { } kept)
            return new PayPalReply<string>.Answer(kept);
        await held.Door.WaitAsync(stop);
        try
        {
            if (Alive(held.Token) is { } brought)
                return new PayPalReply<string>.Answer(brought);
            var reply = await ask(stop);
            if (reply is not PayPalReply<PayPalToken>.Answer answer)
                return reply.As<string>();
            if (answer.Value is not { AccessToken: { Length: > 0 } text, ExpiresIn: { } seconds } || text.Any(c => c is <= ' ' or > '~'))
                return new PayPalReply<string>.Nothing("no access token in the answer");
            held.Token = new Token(text, clock.GetUtcNow() + TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86_400)) - Margin);
            return new PayPalReply<string>.Answer(text);
        }
        finally
        {
            held.Door.Release();
        }
    }

    /// <summary>PayPal refused it before its end; another call may have brought a new one meanwhile.</summary>
    public void Forget(PayPalAccount account, string token)
    {
        if (_held.TryGetValue(account.ClientId, out var held) && held.Token is { } current && current.Text == token)
            Interlocked.CompareExchange(ref held.Token, null, current);
    }

    private string? Alive(Token? token) => token is not null && clock.GetUtcNow() < token.Until ? token.Text : null;

    private sealed record Token(string Text, DateTimeOffset Until);

    private sealed class Held
    {
#pragma warning disable CA1051, SA1401 // Swapped atomically, seen by this class alone.
        public Token? Token;
#pragma warning restore CA1051, SA1401

        public SemaphoreSlim Door { get; } = new(1, 1);
    }
}
