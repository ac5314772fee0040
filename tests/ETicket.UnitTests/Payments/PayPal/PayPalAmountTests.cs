using System.Globalization;
using System.Text.RegularExpressions;
using ETicket.Kernel;
using ETicket.Payments.Providers.PayPal;
using FsCheck;
using FsCheck.Fluent;

namespace ETicket.UnitTests.Payments.PayPal;

public sealed class PayPalAmountTests
{
    [Theory]
    [InlineData(1, "0.01")]
    [InlineData(10, "0.10")]
    [InlineData(100, "1.00")]
    [InlineData(1250, "12.50")]
    [InlineData(123456789, "1234567.89")]
    [InlineData(-5, "-0.05")]
    [InlineData(-1205, "-12.05")]
    public void Cents_are_written_with_a_point_and_two_decimals(long cents, string text)
    {
        Assert.Equal(new PayPalMoney("EUR", text), PayPalAmount.Write(new Money(cents)));
    }

    [Theory]
    [InlineData("fr-FR")]
    [InlineData("en-US")]
    [InlineData("ar-SA")]
    public void Every_amount_is_read_back_to_the_cent_in_every_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Prop.ForAll(ArbMap.Default.ArbFor<long>().Filter(cents => cents > long.MinValue), cents =>
            {
                var written = PayPalAmount.Write(new Money(cents));
                return Regex.IsMatch(written.Value!, @"^-?(0|[1-9][0-9]*)\.[0-9]{2}$") && PayPalAmount.Read(written) == new Money(cents);
            }).QuickCheckThrowOnFailure();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("12", 1200)]
    [InlineData("12.5", 1250)]
    [InlineData(".50", 50)]
    [InlineData("0012.50", 1250)]
    [InlineData("12.5000", 1250)]
    [InlineData("-12.50", -1250)]
    [InlineData("92233720368547758.07", long.MaxValue)]
    public void What_the_contract_allows_is_read(string text, long cents)
    {
        Assert.Equal(new Money(cents), PayPalAmount.Read(new PayPalMoney("EUR", text)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("12.")]
    [InlineData("12,50")]
    [InlineData("1 234.56")]
    [InlineData("1\u00A0234.56")]
    [InlineData("1e3")]
    [InlineData("0.001")]
    [InlineData("12.505")]
    [InlineData("+12.50")]
    [InlineData("--1.00")]
    [InlineData("1.2.3")]
    [InlineData("١٢.٥٠")]
    [InlineData("NaN")]
    [InlineData("92233720368547758.08")]
    public void C42_anything_else_is_no_amount(string? text)
    {
        Assert.Null(PayPalAmount.Read(new PayPalMoney("EUR", text)));
        Assert.Null(PayPalAmount.Read(null));
    }
}
