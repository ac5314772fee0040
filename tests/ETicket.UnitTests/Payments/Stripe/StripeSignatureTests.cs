using System.Diagnostics;
using System.Text;
using ETicket.Payments.Providers.Stripe;

namespace ETicket.UnitTests.Payments.Stripe;

/// <summary>C39: how long a comparison takes tells nothing of how much of a signature was guessed.</summary>
public sealed class StripeSignatureTests
{
    private const int Samples = 10_000;
    private static readonly int[] Guessed = [0, 8, 16, 32, 48, 60, 63];

    [Fact]
    public void C39_the_time_of_a_comparison_does_not_grow_with_the_guessed_prefix()
    {
        var (body, now) = (Encoding.UTF8.GetBytes("""{"id":"evt_1"}"""), DateTimeOffset.FromUnixTimeSeconds(1_795_258_920));
        var ours = Convert.ToHexStringLower(StripeSignature.Sign(now.ToUnixTimeSeconds(), body, StripeDesk.Secret));
        var headers = Guessed.Select(length => $"t={now.ToUnixTimeSeconds()},v1={ours[..length]}{Other(ours[length..])}").ToArray();
        var spent = Guessed.Select(_ => new List<long>(Samples)).ToArray();

        for (var sample = 0; sample < Samples; sample++)
        {
            for (var i = 0; i < headers.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                Assert.False(StripeSignature.IsAuthentic(headers[i], body, [StripeDesk.Secret], now, TimeSpan.FromMinutes(5)));
                spent[i].Add(Stopwatch.GetTimestamp() - start);
            }
        }

        // Medians are deaf to what else the machine does; a comparison that stops at the first difference grows by far more than a tenth over sixty-three of sixty-four characters.
        var medians = spent.Select(times => times.Order().ElementAt(Samples / 2)).ToArray();
        Assert.True(medians.Max() <= medians.Min() * 1.25, string.Join(' ', medians));
    }

    /// <summary>What a clock cannot see under a hash is read in the source: one comparison, and it is the constant one.</summary>
    [Fact]
    public void C39_signatures_are_compared_in_constant_time_only()
    {
        var source = File.ReadAllText(Path.Combine(Sources.Root, "src/ETicket/Payments/Providers/Stripe/StripeSignature.cs"));

        Assert.Contains("CryptographicOperations.FixedTimeEquals(ours, signature)", source);
        Assert.DoesNotContain("SequenceEqual", source);
        Assert.DoesNotContain("break;", source);
    }

    [Fact]
    public void The_signature_is_Stripes_own_recipe()
    {
        // HMAC-SHA256("secret", "1.x"), by `printf 1.x | openssl dgst -sha256 -hmac secret`.
        Assert.Equal("33270e99f50e3d3ec295e0d7185dc323a6231c2739f396d70e6b71ea6a435486", Convert.ToHexStringLower(StripeSignature.Sign(1, "x"u8, "secret")));
    }

    private static string Other(string hexadecimal) => new([.. hexadecimal.Select(c => c == '0' ? '1' : '0')]);
}
