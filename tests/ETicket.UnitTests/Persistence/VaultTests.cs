using System.Text;
using ETicket.Persistence.Sealing;
using Microsoft.Extensions.Options;

namespace ETicket.UnitTests.Persistence;

/// <summary>What is sealed opens in its own place, with its own key, as it was; otherwise it does not open at all.</summary>
public sealed class VaultTests
{
    private const string Place = "health/one/two";
    private const string Elder = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private const string Newer = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("CANARY-SANTE : arachide, œufs");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public void What_is_sealed_opens_as_it_was_and_shows_nothing_meanwhile(int size)
    {
        var vault = With(Elder);
        byte[] plain = [.. Enumerable.Repeat(Secret, size / Secret.Length + 1).SelectMany(b => b).Take(size)];

        var made = vault.Seal(Place, plain);

        Assert.Equal(plain.Length + Vault.Overhead, made.Length);
        Assert.Equal(plain, vault.Open(Place, made));
        Assert.DoesNotContain("CANARY", Encoding.Latin1.GetString(made), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("health/one/three")]
    [InlineData("health/one/tw")]
    [InlineData("health/one/two ")]
    public void What_was_sealed_in_one_place_opens_in_no_other(string elsewhere)
    {
        var made = With(Elder).Seal(Place, Secret);

        Assert.Throws<SealBroken>(() => With(Elder).Open(elsewhere, made));
    }

    [Fact]
    public void One_changed_bit_anywhere_is_refused()
    {
        var vault = With(Elder);
        var made = vault.Seal(Place, Secret);

        for (var at = 0; at < made.Length * 8; at++)
        {
            byte[] changed = [.. made];
            changed[at / 8] ^= (byte)(1 << (at % 8));
            Assert.Throws<SealBroken>(() => vault.Open(Place, changed));
        }
    }

    [Fact]
    public void Cut_short_or_made_longer_it_is_refused()
    {
        var vault = With(Elder);
        var made = vault.Seal(Place, Secret);

        for (var kept = 0; kept < made.Length; kept++)
            Assert.Throws<SealBroken>(() => vault.Open(Place, made[..kept]));
        Assert.Throws<SealBroken>(() => vault.Open(Place, [.. made, 0]));
    }

    [Fact]
    public void Another_key_does_not_open_it_and_its_error_tells_nothing_of_it()
    {
        var made = With(Elder).Seal(Place, Secret);

        var broken = Assert.Throws<SealBroken>(() => With(Newer).Open(Place, made));

        Assert.Contains(Place, broken.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", broken.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_key_still_opens_and_no_longer_seals()
    {
        var before = With(Elder).Seal(Place, Secret);
        var rotated = With(Newer, Elder);

        var after = rotated.Seal(Place, Secret);

        Assert.Equal(Secret, rotated.Open(Place, before));
        Assert.Equal(Secret, With(Newer).Open(Place, after));
        Assert.Throws<SealBroken>(() => With(Elder).Open(Place, after));
    }

    [Fact]
    public void The_same_words_sealed_twice_differ()
    {
        var vault = With(Elder);

        var seals = Enumerable.Range(0, 100).Select(_ => Convert.ToHexString(vault.Seal(Place, Secret)[5..])).ToList();

        Assert.Equal(100, seals.Distinct(StringComparer.Ordinal).Count());
        // The nonces too: 12 bytes after version and fingerprint.
        Assert.Equal(100, seals.Select(s => s[..24]).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Without_a_key_nothing_is_sealed_in_the_clear()
    {
        Assert.Throws<InvalidOperationException>(() => With().Seal(Place, Secret));
        Assert.Throws<InvalidOperationException>(() => With("c2hvcnQ=").Seal(Place, Secret));
    }

    private static Vault With(params string[] keys) => new(Options.Create(new VaultOptions { Keys = [.. keys] }));
}
