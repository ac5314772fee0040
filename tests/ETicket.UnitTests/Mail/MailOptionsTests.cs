using ETicket.Mail;

namespace ETicket.UnitTests.Mail;

public sealed class MailOptionsTests
{
    private static readonly MailOptions Good = new() { Host = "smtp.mairie.example", From = "regie@mairie.example" };

    [Fact]
    public void Ordinary_settings_have_no_problem() => Assert.Empty(Good.Problems());

    [Fact]
    public void Each_mistake_is_named()
    {
        (MailOptions Settings, string Named)[] mistakes =
        [
            (Good with { Host = "smtp\r\nmairie" }, "Host"),
            (Good with { Port = 0 }, "Port"),
            (Good with { From = "" }, "From"),
            (Good with { From = "a@b.example\r\nX: y" }, "From"),
            (Good with { FromName = "a\nb" }, "FromName"),
            (Good with { HeloName = "a b" }, "HeloName"),
            (Good with { User = "regie" }, "Password"),
            (Good with { User = "regie", Password = "x", Security = MailSecurity.None }, "clear"),
            (Good with { TrustedRoot = "/nulle/part.pem" }, "TrustedRoot"),
            (Good with { PatiencePerLetter = TimeSpan.FromMinutes(15) }, "Patience"),
        ];

        Assert.All(mistakes, mistake => Assert.Contains(mistake.Named, Assert.Single(mistake.Settings.Problems())));
    }
}
