using System.Text;
using ETicket.Access.Factor;

namespace ETicket.UnitTests.Access;

/// <summary>The codes every application of a phone makes.</summary>
public sealed class TotpTests
{
    /// <summary>The secret of the RFC's own table.</summary>
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>RFC 6238, appendix B, SHA-1.</summary>
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void R21_The_vectors_of_RFC_6238(long seconds, string code)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(seconds);

        Assert.Equal(code, Totp.CodeOf(Secret, Totp.StepOf(at), 8));
        Assert.Equal(code[2..], Totp.CodeOf(Secret, Totp.StepOf(at)));
        Assert.Equal(Totp.StepOf(at), Totp.Match(Secret, code[2..], at));
    }

    [Fact]
    public void R21_A_code_of_the_step_before_or_after_opens_and_none_further_away()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_764_662_400);

        Assert.Equal([null, -1, 0, 1, null], new[] { -60, -30, 0, 30, 60 }.Select(away => Totp.Match(Secret, Totp.CodeOf(Secret, Totp.StepOf(now.AddSeconds(away))), now) - Totp.StepOf(now)));
        // The last second of a step is still of it.
        Assert.Equal(Totp.StepOf(now), Totp.StepOf(now.AddSeconds(29)));
        Assert.Equal(Totp.StepOf(now) + 1, Totp.StepOf(now.AddSeconds(30)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("٢٨٧٠٨٢")]
    [InlineData("28708 ")]
    public void R21_What_is_no_code_opens_nothing(string typed) => Assert.Null(Totp.Match(Secret, typed, DateTimeOffset.FromUnixTimeSeconds(59)));

    /// <summary>RFC 4648 §10, without the signs at the end.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void R21_A_key_is_written_as_every_application_reads_it(string text, string written) => Assert.Equal(written, Base32.Write(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void R21_A_key_is_read_by_fours() => Assert.Equal("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ", Base32.InFours(Base32.Write(Secret)));
}
