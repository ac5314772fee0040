namespace ETicket.Mail.Letters;

/// <summary>« Repère » — which row of the books a line of a letter is about: by it what the line says is looked at again as the letter leaves. It is never printed, and no variable of a template.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LandmarkAttribute : Attribute;
